import Foundation
import Testing
import Vision

/// Attention with relative positions against a plain model in f64, on sizes the golden model does
/// not have: rows of keys longer than a register, windows cut by the grid's edge, heads of 16.
@Suite struct EncoderAttentionTests {
  private struct Case {
    let grid: Int
    let window: Int
    let heads = 2
    let dimension = 16
    let tokens: [Float]
    let weight: [Float]
    let bias: [Float]
    let rows: Tensor
    let columns: Tensor
    let norm: LayerNorm

    var width: Int { heads * dimension }

    init(grid: Int, window: Int, seed: UInt64) {
      var random = SplitMix64(seed: seed)
      func numbers(_ count: Int, _ range: ClosedRange<Float>) -> [Float] {
        (0..<count).map { _ in random.number(range) }
      }
      (self.grid, self.window) = (grid, window)
      let width = heads * dimension
      tokens = numbers(grid * grid * width, -2...2)
      weight = numbers(3 * width * width, -0.4...0.4)
      bias = numbers(3 * width, -0.5...0.5)
      let table = [2 * window - 1, dimension]
      rows = Tensor(numbers(table[0] * dimension, -0.5...0.5), shape: table)
      columns = Tensor(numbers(table[0] * dimension, -0.5...0.5), shape: table)
      norm = LayerNorm(
        weight: numbers(width, 0.5...1.5), bias: numbers(width, -0.2...0.2), epsilon: 1e-6)
    }

    func attention(_ precision: Precision) -> RelativeAttention {
      RelativeAttention(
        partition: WindowPartition(grid: grid, side: window), heads: heads,
        qkv: Linear(weight: weight, bias: bias, precision: precision),
        positions: RelativePositions(
          rows: rows, columns: columns, side: window, precision: precision))
    }

    /// Queries, keys and values of a token; one outside the grid is zeros after the norm.
    private func projected(row: Int, column: Int) -> [Double] {
      var normed = [Double](repeating: 0, count: width)
      if row < grid && column < grid {
        let start = (row * grid + column) * width
        let values = tokens[start..<start + width].map { Double($0) }
        let mean = values.reduce(0, +) / Double(width)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
        for index in 0..<width {
          let unit = (values[index] - mean) / (variance + 1e-6).squareRoot()
          normed[index] = unit * Double(norm.weight[index]) + Double(norm.bias[index])
        }
      }
      return (0..<3 * width).map { output in
        normed.indices.reduce(Double(bias[output])) {
          $0 + normed[$1] * Double(weight[output * width + $1])
        }
      }
    }

    /// What the heads make of every token, `[grid · grid, width]`.
    func expected() -> [Float] {
      let across = (grid + window - 1) / window * window
      let projected = (0..<across * across).map {
        self.projected(row: $0 / across, column: $0 % across)
      }
      var result: [Float] = []
      for token in 0..<grid * grid {
        let (row, column) = (token / grid, token % grid)
        let keys = (0..<window * window).map { key in
          let y = row / window * window + key / window
          return y * across + column / window * window + key % window
        }
        for head in 0..<heads {
          let query = projected[row * across + column][head * dimension..<(head + 1) * dimension]
          let scores = keys.map { key in
            let start = width + head * dimension
            let product = zip(query, projected[key][start..<start + dimension]).reduce(0) {
              $0 + $1.0 * $1.1
            }
            return product / Double(dimension).squareRoot()
              + term(query, rows, row - key / across)
              + term(query, columns, column - key % across)
          }
          let most = scores.max() ?? 0
          let weights = scores.map { exp($0 - most) }
          let total = weights.reduce(0, +)
          for index in 0..<dimension {
            let place = 2 * width + head * dimension + index
            let sum = zip(weights, keys).reduce(0) { $0 + $1.0 * projected[$1.1][place] }
            result.append(Float(sum / total))
          }
        }
      }
      return result
    }

    private func term(_ query: ArraySlice<Double>, _ table: Tensor, _ distance: Int) -> Double {
      let start = (distance + window - 1) * dimension
      return zip(query, table.values[start..<start + dimension]).reduce(0) {
        $0 + $1.0 * Double($1.1)
      }
    }
  }

  @Test(
    "attention is the softmax of scaled products and relative terms",
    arguments: [(7, 7), (20, 20), (20, 7), (9, 18)])
  func plainModel(grid: Int, window: Int) {
    let example = Case(grid: grid, window: window, seed: 5)
    let expected = example.expected()
    for (precision, tolerance) in [(Precision.f32, Float(1e-5)), (.bf16, 0.1)] {
      let attended = example.attention(precision).attend(
        example.tokens, norm: example.norm, workers: Workers(2))
      expectClose(
        attended.rows(0..<grid * grid), expected, within: tolerance,
        "grid \(grid), window \(window), \(precision)")
    }
  }

  @Test(
    "every token of the grid is in one place of one window", arguments: [(10, 4), (12, 4), (5, 7)])
  func partition(grid: Int, side: Int) {
    let partition = WindowPartition(grid: grid, side: side)
    var seen = Set<[Int]>()
    for row in 0..<grid {
      for column in 0..<grid {
        let place = partition.place(row: row, column: column)
        let window = partition.window(place.window)
        #expect(window.rows.contains(row) && window.columns.contains(column))
        let token =
          (row - window.rows.lowerBound) * window.columns.count + column
          - window.columns.lowerBound
        #expect(place.token == token)
        seen.insert([place.window, place.token])
      }
    }
    #expect(seen.count == grid * grid)
    #expect((0..<partition.count).reduce(0) { $0 + partition.window($1).count } == grid * grid)
  }
}
