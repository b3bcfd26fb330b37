import CKernels
import Foundation
import Testing
import Vision

/// Each build of the numeric kernels against plain models in f64, on odd sizes.
@Suite struct NumericKernelTests {
  private static func numbers(_ count: Int, seed: UInt64, _ range: ClosedRange<Float> = -1...1)
    -> [Float]
  {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in random.number(range) }
  }

  private static func exact(_ bf16: UInt16) -> Float { Float(bitPattern: UInt32(bf16) << 16) }

  /// Rows, columns and terms around the kernels' blocks: 8 rows, 48 columns, 384 terms.
  private static let sizes: [(rows: Int, columns: Int, terms: Int)] = [
    (1, 16, 1), (2, 48, 3), (3, 32, 5), (7, 64, 17), (8, 96, 384), (9, 112, 385), (19, 160, 770),
  ]

  // MARK: - Products

  @Test(
    "a product is the sum of its terms, from any start and layout", arguments: NumericBuild.all)
  func product(build: NumericBuild) {
    for size in Self.sizes {
      let (rows, columns, terms) = size
      let bias = Self.numbers(columns, seed: 3)
      // Rows of both sides and of the result are farther apart than they are long.
      let right = NumericBuild.Right(
        values: Self.numbers(terms * (columns + 5), seed: 2), row: columns + 5)
      let cRow = columns + 3
      let before = Self.numbers(rows * cRow, seed: 4)
      for isTransposed in [false, true] {
        let (row, column) = isTransposed ? (1, rows + 2) : (terms + 1, 1)
        let a = Self.numbers((rows + 2) * (terms + 2), seed: 1)
        for start in [sepal_start_zero, sepal_start_sum, sepal_start_bias] {
          let c = build.product(
            rows: rows, columns: columns, terms: terms, a, row: row, column: column, right,
            start: start, bias: bias, c: before, cRow: cRow)
          var expected = before
          for i in 0..<rows {
            for j in 0..<columns {
              var sum = 0.0
              if start == sepal_start_sum { sum = Double(before[i * cRow + j]) }
              if start == sepal_start_bias { sum = Double(bias[j]) }
              for p in 0..<terms {
                sum += Double(a[i * row + p * column]) * Double(right.values[p * right.row + j])
              }
              expected[i * cRow + j] = Float(sum)
            }
          }
          expectClose(c, expected, within: 1e-5, "\(build) \(size) start \(start.rawValue)")
        }
      }
    }
  }

  @Test("panels give the bits of rows", arguments: NumericBuild.all)
  func panels(build: NumericBuild) {
    let (rows, columns, terms) = (9, 112, 385)
    let a = Self.numbers(rows * terms, seed: 1)
    let plain = Self.numbers(terms * columns, seed: 2)
    var packed = [Float](repeating: 0, count: 3 * 48 * terms)
    for p in 0..<terms {
      for j in 0..<columns {
        packed[j / 48 * 48 * terms + p * 48 + j % 48] = plain[p * columns + j]
      }
    }
    let c = [Float](repeating: 0, count: rows * columns)
    let byRows = build.product(
      rows: rows, columns: columns, terms: terms, a, row: terms, column: 1,
      .init(values: plain, row: columns), c: c, cRow: columns)
    let byPanels = build.product(
      rows: rows, columns: columns, terms: terms, a, row: terms, column: 1,
      .init(values: packed, row: 48, panel: 48 * terms), c: c, cRow: columns)
    #expect(byRows == byPanels)
  }

  @Test("a product without terms is its start", arguments: NumericBuild.all)
  func noTerms(build: NumericBuild) {
    let bias = Self.numbers(16, seed: 1)
    let c = build.product(
      rows: 1, columns: 16, terms: 0, [0], row: 1, column: 1, .init(values: [0], row: 16),
      start: sepal_start_bias, bias: bias, c: [Float](repeating: 9, count: 16), cRow: 16)
    #expect(c == bias)
  }

  @Test("a bf16 product is that of the rounded numbers", arguments: NumericBuild.all)
  func roundedProduct(build: NumericBuild) {
    for size in Self.sizes {
      let (rows, columns, terms) = (size.rows, size.columns, size.terms * 2)
      let a = build.rounded(Self.numbers(rows * terms, seed: 1))
      let b = build.rounded(Self.numbers(terms * columns, seed: 2))
      var pairs = b
      var expected: [Float] = []
      for p in 0..<terms {
        for j in 0..<columns { pairs[(p / 2 * columns + j) * 2 + p % 2] = b[p * columns + j] }
      }
      for i in 0..<rows {
        for j in 0..<columns {
          let sum = (0..<terms).reduce(0.0) {
            $0 + Double(Self.exact(a[i * terms + $1])) * Double(Self.exact(b[$1 * columns + j]))
          }
          expected.append(Float(sum))
        }
      }
      let c = build.roundedProduct(
        rows: rows, columns: columns, terms: terms, a, pairs, row: columns)
      expectClose(c, expected, within: 1e-5, "\(build) \(size)")
      let chosen = build.roundedProduct(
        rows: rows, columns: columns, terms: terms, a, pairs, row: columns,
        usingInstruction: true)
      expectClose(chosen, expected, within: 1e-5, "instruction \(size)")
    }
  }

  @Test(
    "packed matrices multiply like plain ones, in both precisions", arguments: Precision.allCases)
  func packedMatrix(precision: Precision) {
    for (rows, columns, count) in [(2, 5, 1), (30, 48, 3), (64, 112, 9), (386, 101, 8)] {
      let weight = Self.numbers(columns * rows, seed: 1)
      let x = Self.numbers(count * rows, seed: 2)
      let bias = Self.numbers(columns, seed: 3)
      let packed = PackedMatrix(
        weight.span, rows: rows, columns: columns, layout: MatrixLayout(row: 1, column: rows),
        precision: precision)
      var y = [Float](repeating: 0, count: count * columns)
      var target = y.mutableSpan
      packed.multiply(x.span, count: count, start: .bias(bias), into: &target)
      var expected: [Float] = []
      for i in 0..<count {
        for j in 0..<columns {
          expected.append(
            Float(
              (0..<rows).reduce(Double(bias[j])) {
                $0 + Double(x[i * rows + $1]) * Double(weight[j * rows + $1])
              }))
        }
      }
      expectClose(
        y, expected, within: precision == .f32 ? 1e-5 : 0.02, "\(rows)×\(columns) \(precision)")
    }
  }

  // MARK: - Numbers and rows

  @Test("bf16 is the nearest, ties to even, and NaN stays NaN", arguments: NumericBuild.all)
  func rounding(build: NumericBuild) {
    let x = Self.numbers(67, seed: 1, -3...3) + [0, -0, .infinity, 1.00390625, 1.01171875]
    for (value, rounded) in zip(x, build.rounded(x)) {
      let below = value.bitPattern >> 16
      let candidates = [below, below + 1].map { Float(bitPattern: $0 << 16) }
      let distances = candidates.map { abs(Double($0) - Double(value)) }
      let isTie = distances[0] == distances[1]
      let nearest = isTie ? below + below % 2 : distances[0] < distances[1] ? below : below + 1
      #expect(UInt32(rounded) == (value.isFinite ? nearest : below), "\(value)")
    }
    #expect(Self.exact(build.rounded([.nan])[0]).isNaN)
    let (even, odd) = (Self.numbers(37, seed: 2), Self.numbers(37, seed: 3))
    let pairs = zip(build.rounded(even), build.rounded(odd)).flatMap { [$0, $1] }
    #expect(build.roundedPairs(even, odd) == pairs)
  }

  @Test("GELU and ReLU are right for every length", arguments: NumericBuild.all)
  func activations(build: NumericBuild) {
    for count in [1, 15, 16, 17, 100] {
      let x = Self.numbers(count, seed: UInt64(count), -6...6) + [0, 30, -30]
      for (value, result) in zip(x, build.gelu(x)) {
        let exact = Double(value) * 0.5 * erfc(-Double(value) / 2.0.squareRoot())
        #expect(abs(Double(result) - exact) <= 1e-6, "\(value)")
      }
      #expect(build.relu(x) == x.map { max($0, 0) })
      #expect(build.relu6(x) == x.map { min(max($0, 0), 6) })
    }
  }

  @Test("multiples are added number by number, for every length", arguments: NumericBuild.all)
  func additions(build: NumericBuild) {
    for count in [0, 1, 15, 16, 17, 67] {
      let (a, b) = (Self.numbers(count, seed: 1), Self.numbers(count, seed: 2))
      let y = Self.numbers(count, seed: 3)
      let products = (0..<count).map { Float(Double(y[$0]) + Double(a[$0]) * Double(b[$0])) }
      expectClose(build.multiplyAdd(a, b, y), products, within: 1e-6, "\(count) products")
      let scaled = (0..<count).map { Float(Double(y[$0]) + 0.7 * Double(a[$0])) }
      expectClose(build.addScaled(a, times: 0.7, y), scaled, within: 1e-6, "\(count) multiples")
    }
  }

  @Test("a layer norm takes out the mean and the spread", arguments: NumericBuild.all)
  func layerNorm(build: NumericBuild) {
    for columns in [1, 8, 16, 37, 768] {
      let (rows, row) = (3, columns + 2)
      let x = Self.numbers(rows * row, seed: 1, 5...7)
      let (weight, bias) = (Self.numbers(columns, seed: 2), Self.numbers(columns, seed: 3))
      let y = build.layerNorm(
        x, rows: rows, columns: columns, row: row, weight: weight, bias: bias, epsilon: 1e-6)
      let expected = (0..<rows).flatMap {
        Self.norm(Array(x[$0 * row..<$0 * row + columns]), weight, bias, epsilon: 1e-6)
      }
      expectClose(y, expected, within: 2e-5, "\(columns) columns")
    }
  }

  @Test(
    "a residual is added, normalised and placed, as f32 and as bf16", arguments: NumericBuild.all)
  func residualNorm(build: NumericBuild) {
    for columns in [16, 32, 256] {
      let count = 4 * columns
      let (x, delta) = (Self.numbers(count, seed: 1), Self.numbers(count, seed: 2))
      let (weight, bias) = (Self.numbers(columns, seed: 3), Self.numbers(columns, seed: 4))
      let position = Self.numbers(count, seed: 5)
      let sums = zip(x, delta).map { $0 + $1 }
      let normed = (0..<4).flatMap {
        Self.norm(Array(sums[$0 * columns..<($0 + 1) * columns]), weight, bias, epsilon: 1e-5)
      }
      let exact = build.residualNorm(
        x, delta, rows: 4, columns: columns, weight: weight, bias: bias, epsilon: 1e-5,
        position: position)
      expectClose(exact.y, normed, within: 2e-5, "\(columns) columns")
      #expect(exact.z == zip(exact.y, position).map { $0 + $1 })

      let rounded = build.roundedResidualNorm(
        x, delta, rows: 4, columns: columns, weight: weight, bias: bias, epsilon: 1e-5,
        position: position)
      #expect(rounded.y == exact.y)
      #expect(rounded.z == build.rounded(exact.z))
      let rows = (0..<4).map { Array(exact.y[$0 * columns..<($0 + 1) * columns]) }
      #expect(
        rounded.pairs
          == build.roundedPairs(rows[0], rows[1]) + build.roundedPairs(rows[2], rows[3]))
      #expect(build.roundedSum(x, delta) == build.rounded(sums))
    }
  }

  @Test(
    "a matrix is transposed and rounded, with zeros beyond its rows", arguments: NumericBuild.all)
  func roundedTranspose(build: NumericBuild) {
    for (rows, columns) in [(1, 16), (16, 48), (37, 64), (128, 32)] {
      let x = Self.numbers(rows * columns, seed: 1)
      let row = (rows + 15) / 16 * 16
      let y = build.roundedTranspose(x, rows: rows, columns: columns, row: row)
      let exact = build.rounded(x)
      for column in 0..<columns {
        for index in 0..<row {
          let expected = index < rows ? exact[index * columns + column] : 0
          #expect(y[column * row + index] == expected, "\(rows)×\(columns) at \(index), \(column)")
        }
      }
    }
  }

  private static func norm(_ x: [Float], _ weight: [Float], _ bias: [Float], epsilon: Double)
    -> [Float]
  {
    let values = x.map { Double($0) }
    let mean = values.reduce(0, +) / Double(x.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
    return x.indices.map {
      let unit = (values[$0] - mean) / (variance + epsilon).squareRoot()
      return Float(unit * Double(weight[$0]) + Double(bias[$0]))
    }
  }

  @Test("rows become exponentials with their sums, and padding zeros", arguments: NumericBuild.all)
  func exponentials(build: NumericBuild) {
    for columns in [1, 15, 16, 49, 196] {
      let padded = (columns + 15) / 16 * 16 + 16
      var x = Self.numbers(3 * padded, seed: 1, -20...20)
      x[0] = -500
      let result = build.exponentials(x, rows: 3, columns: columns, padded: padded)
      for row in 0..<3 {
        let scores = x[row * padded..<row * padded + columns]
        let most = scores.max() ?? 0
        let expected = scores.map { Float(exp(Double($0) - Double(most))) }
        let found = Array(result.x[row * padded..<(row + 1) * padded])
        expectClose(Array(found.prefix(columns)), expected, within: 1e-6, "\(columns)")
        #expect(found.dropFirst(columns).allSatisfy { $0 == 0 })
        expectClose([result.sums[row]], [expected.reduce(0, +)], within: 1e-5, "sum")
      }
    }
  }

  @Test("tiles down the columns make one softmax", arguments: NumericBuild.all)
  func columnExponentials(build: NumericBuild) {
    let (columns, tiles) = (32, [3, 1, 7])
    var maxima = [Float](repeating: -.infinity, count: columns)
    var sums = [Float](repeating: 0, count: columns)
    var all: [Float] = []
    var weighted: [Float] = []
    for (index, rows) in tiles.enumerated() {
      let x = Self.numbers(rows * columns, seed: UInt64(index), -10...10)
      let result = build.columnExponentials(
        x, rows: rows, columns: columns, maxima: &maxima, sums: &sums)
      all += x
      for place in weighted.indices { weighted[place] *= result.factors[place % columns] }
      weighted += result.x
    }
    for column in 0..<columns {
      let places = stride(from: column, to: all.count, by: columns)
      let most = places.map { Double(all[$0]) }.max() ?? 0
      let total = places.reduce(0) { $0 + exp(Double(all[$1]) - most) }
      let expected = places.map { Float(exp(Double(all[$0]) - most) / total) }
      expectClose(places.map { weighted[$0] / sums[column] }, expected, within: 2e-6, "\(column)")
    }
  }

  @Test("token softmax counts a score of zero for the first token", arguments: NumericBuild.all)
  func tokenSoftmax(build: NumericBuild) {
    for tokens in [1, 6, 7] {
      let row = (8 * tokens + 15) / 16 * 16
      let x = Self.numbers(5 * row, seed: UInt64(tokens), -4...4)
      let y = build.tokenSoftmax(x, rows: 5, tokens: tokens, row: row)
      for index in 0..<5 {
        for head in 0..<8 {
          let places = (0..<tokens).map { index * row + 8 * $0 + head }
          let total = places.reduce(1) { $0 + exp(Double(x[$1])) }
          let expected = places.map { Float(exp(Double(x[$0])) / total) }
          expectClose(places.map { y[$0] }, expected, within: 2e-6, "\(tokens) tokens")
        }
        #expect(y[index * row + 8 * tokens..<(index + 1) * row].allSatisfy { $0 == 0 })
      }
    }
  }

  @Test("token softmax is the same with pixels side by side", arguments: NumericBuild.all)
  func tokenSoftmaxColumns(build: NumericBuild) {
    let (tokens, pixels) = (5, 32)
    let x = Self.numbers(8 * tokens * pixels, seed: 1, -4...4)
    let columns = build.tokenSoftmaxColumns(x, tokens: tokens, row: pixels)
    let transposed = transposed(x, rows: 8 * tokens, columns: pixels, padded: 48)
    let rows = build.tokenSoftmax(transposed, rows: pixels, tokens: tokens, row: 48)
    for pixel in 0..<pixels {
      expectClose(
        (0..<8 * tokens).map { columns[$0 * pixels + pixel] },
        Array(rows[pixel * 48..<pixel * 48 + 8 * tokens]), within: 1e-6, "pixel \(pixel)")
    }
  }

  @Test("rows are scaled inside their columns only", arguments: NumericBuild.all)
  func scaling(build: NumericBuild) {
    let x = Self.numbers(3 * 21, seed: 1)
    let scales: [Float] = [2, -1, 0.5]
    let expected = x.enumerated().map { $0 % 21 < 19 ? $1 * scales[$0 / 21] : $1 }
    #expect(build.scaledRows(x, columns: 19, row: 21, by: scales) == expected)
  }

  // MARK: - Attention and convolution

  @Test("relative positions add the terms of the key's row and column", arguments: NumericBuild.all)
  func relativeExponentials(build: NumericBuild) {
    for (side, across, first, rows) in [(4, 3, 0, 7), (14, 14, 20, 5), (20, 20, 395, 5)] {
      let width = (side + 15) / 16 * 16
      let beside = 2 * side + 1
      let x = Self.numbers(rows * side * width, seed: 1, -8...8)
      let terms = Self.numbers(rows * 2 * beside, seed: 2, -3...3)
      var expected = [Float](repeating: 0, count: x.count)
      var sums: [Float] = []
      for r in 0..<rows {
        let (qy, qx) = ((first + r) / across, (first + r) % across)
        var scores = [Double](repeating: -.infinity, count: side * width)
        for ky in 0..<side {
          for kx in 0..<side {
            let term = terms[r * 2 * beside + side - 1 + ky - qy]
            let other = terms[r * 2 * beside + beside + side - 1 + kx - qx]
            scores[ky * width + kx] =
              Double(x[r * side * width + ky * width + kx]) * 0.25 + Double(term) + Double(other)
          }
        }
        let most = scores.max() ?? 0
        for (place, score) in scores.enumerated() {
          expected[r * side * width + place] = Float(exp(score - most))
        }
        sums.append(Float(scores.reduce(0) { $0 + exp($1 - most) }))
      }
      func run(rounding: Bool) -> (x: [Float], rounded: [UInt16], sums: [Float]) {
        build.relativeExponentials(
          x, rows: rows, side: side, width: width, across: across, first: first, scale: 0.25,
          terms: terms, beside: beside, rounding: rounding)
      }
      let exactly = run(rounding: false)
      expectClose(exactly.x, expected, within: 1e-5, "side \(side)")
      expectClose(exactly.sums, sums, within: 1e-5, "sums, side \(side)")
      let nearly = run(rounding: true)
      #expect(nearly.rounded == build.rounded(exactly.x))
      for r in 0..<rows {
        let row = nearly.rounded[r * side * width..<(r + 1) * side * width]
        let sum = row.reduce(Float(0)) { $0 + Self.exact($1) }
        expectClose([nearly.sums[r]], [sum], within: 1e-5, "sum of the rounded")
      }
    }
  }

  /// Width, channels, kernel, stride, columns and rows of zeros before the map.
  private static let convolutions = [
    (1, 3, 3, 1, 1), (7, 8, 3, 1, 1), (8, 20, 3, 2, 1), (9, 33, 3, 2, 1), (8, 20, 3, 2, 0),
    (1, 5, 5, 1, 2), (2, 16, 5, 2, 1), (9, 97, 5, 1, 2), (12, 64, 5, 2, 1), (3, 147, 5, 2, 2),
  ]

  @Test("a depthwise row sees zeros beyond the map", arguments: NumericBuild.all, convolutions)
  func depthwise(build: NumericBuild, sizes: (Int, Int, Int, Int, Int)) {
    let (width, channels, kernel, stride, before) = sizes
    let columns = (width - 1) / stride + 1
    let weight = Self.numbers(kernel * kernel * channels, seed: 1)
    let bias = Self.numbers(channels, seed: 2)
    let rows = (0..<kernel).map { Self.numbers(width * channels, seed: UInt64(3 + $0)) }
    for seen in [0..<kernel, 1..<kernel, 0..<kernel - 1, kernel / 2..<kernel / 2 + 1] {
      let given = rows.enumerated().map { seen.contains($0) ? $1 : nil }
      var expected: [Float] = []
      for column in 0..<columns {
        for channel in 0..<channels {
          var sum = Double(bias[channel])
          for tap in 0..<kernel * kernel {
            let x = column * stride + tap % kernel - before
            guard let row = given[tap / kernel], (0..<width).contains(x) else { continue }
            sum += Double(row[x * channels + channel]) * Double(weight[tap * channels + channel])
          }
          expected.append(Float(sum))
        }
      }
      let y = build.depthwiseRow(
        columns: columns, channels: channels,
        window: ConvolutionWindow(kernel: kernel, stride: stride), before: before, width: width,
        rows: given, weight: weight, bias: bias)
      expectClose(y, expected, within: 2e-6, "\(sizes), rows \(seen)")
    }
  }
}
