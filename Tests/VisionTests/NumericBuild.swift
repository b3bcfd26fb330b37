import CKernels
import Vision

/// The numeric kernels as built for one instruction set, on arrays.
///
/// Every call is sound if the arrays hold what numeric.h says; each method checks or makes them so.
@safe struct NumericBuild: CustomStringConvertible, @unchecked Sendable {
  let kernels: UnsafePointer<sepal_kernels>

  /// What this processor can run, the widest registers first; the last is the portable build.
  static let all: [NumericBuild] = {
    var builds: [NumericBuild] = []
    while let kernels = unsafe sepal_numeric_build(builds.count) {
      builds.append(unsafe NumericBuild(kernels: kernels))
    }
    return builds
  }()

  /// Those with fused multiply-add.
  static var fused: [NumericBuild] { all.filter { $0.description != "portable" } }

  var description: String { unsafe String(cString: kernels.pointee.name) }

  /// The right-hand side of a product: `rows` of `row` numbers, or panels.
  struct Right {
    var values: [Float]
    var row: Int
    var panel = 48
  }

  func product(
    rows: Int, columns: Int, terms: Int, _ a: [Float], row: Int, column: Int, _ right: Right,
    start: sepal_start = sepal_start_zero, bias: [Float] = [], c: [Float], cRow: Int
  ) -> [Float] {
    var c = c
    precondition(c.count >= (rows - 1) * cRow + columns)
    unsafe right.values.withUnsafeBufferPointer { b in
      let side = unsafe sepal_right(values: b.baseAddress, row: right.row, panel: right.panel)
      unsafe kernels.pointee.matmul(
        rows, columns, terms, a, row, column, side, start, bias, &c, cRow)
    }
    return c
  }

  /// c = a · b of dense bf16 rows and pairs of rows; with `usingInstruction` by what `sepal_matmul_bf16`
  /// chooses.
  func roundedProduct(
    rows: Int, columns: Int, terms: Int, _ a: [UInt16], _ pairs: [UInt16], row: Int,
    usingInstruction: Bool = false
  ) -> [Float] {
    var c = [Float](repeating: 0, count: rows * columns)
    unsafe pairs.withUnsafeBufferPointer { b in
      let side = unsafe sepal_right(values: b.baseAddress, row: row, panel: 48)
      if usingInstruction {
        unsafe sepal_matmul_bf16(
          rows, columns, terms, a, terms, side, sepal_start_zero, nil, &c, columns)
      } else {
        unsafe kernels.pointee.matmul_bf16(
          rows, columns, terms, a, terms, side, sepal_start_zero, nil, &c, columns)
      }
    }
    return c
  }

  func rounded(_ x: [Float]) -> [UInt16] {
    var y = [UInt16](repeating: 0, count: x.count)
    unsafe kernels.pointee.to_bf16(x.count, x, &y)
    return y
  }

  func roundedPairs(_ even: [Float], _ odd: [Float]) -> [UInt16] {
    var y = [UInt16](repeating: 0, count: 2 * even.count)
    unsafe kernels.pointee.to_bf16_pairs(even.count, even, odd, &y)
    return y
  }

  func gelu(_ x: [Float]) -> [Float] {
    var y = x
    unsafe kernels.pointee.gelu(y.count, &y)
    return y
  }

  func relu(_ x: [Float]) -> [Float] {
    var y = x
    unsafe kernels.pointee.relu(y.count, &y)
    return y
  }

  func relu6(_ x: [Float]) -> [Float] {
    var y = x
    unsafe kernels.pointee.relu6(y.count, &y)
    return y
  }

  func layerNorm(
    _ x: [Float], rows: Int, columns: Int, row: Int, weight: [Float], bias: [Float],
    epsilon: Float
  ) -> [Float] {
    var y = [Float](repeating: 0, count: rows * columns)
    unsafe kernels.pointee.layer_norm(
      rows, columns, x, row, weight, bias, epsilon, &y, columns)
    return y
  }

  func exponentials(_ x: [Float], rows: Int, columns: Int, padded: Int) -> (
    x: [Float], sums: [Float]
  ) {
    var (y, sums) = (x, [Float](repeating: 0, count: rows))
    unsafe kernels.pointee.exp_rows(rows, columns, padded, &y, padded, &sums)
    return (y, sums)
  }

  /// One tile of the softmax down columns; `state` goes on.
  func columnExponentials(
    _ x: [Float], rows: Int, columns: Int, maxima: inout [Float], sums: inout [Float]
  ) -> (x: [Float], factors: [Float]) {
    var (y, factors) = (x, [Float](repeating: 0, count: columns))
    unsafe kernels.pointee.exp_columns(rows, columns, &y, columns, &maxima, &sums, &factors)
    return (y, factors)
  }

  func scaledRows(_ x: [Float], columns: Int, row: Int, by scales: [Float]) -> [Float] {
    var y = x
    unsafe kernels.pointee.scale_rows(scales.count, columns, scales, &y, row)
    return y
  }

  func tokenSoftmax(_ x: [Float], rows: Int, tokens: Int, row: Int) -> [Float] {
    var y = x
    unsafe kernels.pointee.token_softmax(rows, tokens, &y, row)
    return y
  }

  func residualNorm(
    _ x: [Float], _ delta: [Float], rows: Int, columns: Int, weight: [Float], bias: [Float],
    epsilon: Float, position: [Float]
  ) -> (y: [Float], z: [Float]) {
    var (y, z) = (x, x)
    unsafe kernels.pointee.residual_norm(
      rows, columns, x, delta, weight, bias, epsilon, position, &y, &z)
    return (y, z)
  }

  func roundedResidualNorm(
    _ x: [Float], _ delta: [Float], rows: Int, columns: Int, weight: [Float], bias: [Float],
    epsilon: Float, position: [Float]
  ) -> (y: [Float], z: [UInt16], pairs: [UInt16]) {
    var y = x
    var z = [UInt16](repeating: 0, count: x.count)
    var pairs = z
    unsafe kernels.pointee.residual_norm_bf16(
      rows, columns, x, delta, weight, bias, epsilon, position, &y, &z, &pairs)
    return (y, z, pairs)
  }

  func roundedSum(_ x: [Float], _ y: [Float]) -> [UInt16] {
    var z = [UInt16](repeating: 0, count: x.count)
    unsafe kernels.pointee.add_bf16(x.count, x, y, &z)
    return z
  }

  func roundedTranspose(_ x: [Float], rows: Int, columns: Int, row: Int) -> [UInt16] {
    var y = [UInt16](repeating: 1, count: columns * row)
    unsafe kernels.pointee.transpose_bf16(rows, columns, x, columns, &y, row)
    return y
  }

  func tokenSoftmaxColumns(_ x: [Float], tokens: Int, row: Int) -> [Float] {
    var y = x
    unsafe kernels.pointee.token_softmax_columns(row, tokens, &y, row)
    return y
  }

  /// Scores under relative positions; `terms` are rows of two times `beside`.
  func relativeExponentials(
    _ x: [Float], rows: Int, side: Int, width: Int, across: Int, first: Int, scale: Float,
    terms: [Float], beside: Int, rounding: Bool
  ) -> (x: [Float], rounded: [UInt16], sums: [Float]) {
    var (y, sums) = (x, [Float](repeating: 0, count: rows))
    var rounded = [UInt16](repeating: 0, count: rows * side * width)
    unsafe terms.withUnsafeBufferPointer { terms in
      guard let start = terms.baseAddress else { return }
      let relative = unsafe sepal_relative(
        side: side, across: across, first: first, scale: scale, terms: start,
        terms_row: 2 * beside, beside: beside)
      unsafe rounded.withUnsafeMutableBufferPointer { rounded in
        unsafe kernels.pointee.exp_relative(
          rows, width, relative, &y, side * width, rounding ? rounded.baseAddress : nil,
          side * width, &sums)
      }
    }
    return (y, rounded, sums)
  }

  /// A row of a depthwise convolution; `rows` are those that the taps see, nil above and below the map.
  func depthwiseRow(
    columns: Int, channels: Int, window: ConvolutionWindow, before: Int, width: Int,
    rows: [[Float]?], weight: [Float], bias: [Float]
  ) -> [Float] {
    let kernel = window.kernel
    precondition(rows.count == kernel && weight.count == kernel * kernel * channels)
    var y = [Float](repeating: 0, count: columns * channels)
    let seen = rows.compactMap { $0 }
    let above = rows.firstIndex { $0 != nil } ?? 0
    let taps = sepal_window(
      kernel: kernel, stride: window.stride, dilation: window.dilation, above: above, left: before)
    let infinity = Float.infinity
    unsafe Array(seen.joined()).withUnsafeBufferPointer { values in
      unsafe weight.withUnsafeBufferPointer { weight in
        unsafe bias.withUnsafeBufferPointer { bias in
          let map = unsafe sepal_map(
            values: values.baseAddress, rows: seen.count, columns: width, channels: channels,
            held: seen.count)
          let convolution = unsafe sepal_depthwise(
            map: map, window: taps, weight: weight.baseAddress, bias: bias.baseAddress,
            low: -infinity, high: infinity)
          unsafe kernels.pointee.depthwise_row(convolution, 0, columns, &y)
        }
      }
    }
    return y
  }
}
