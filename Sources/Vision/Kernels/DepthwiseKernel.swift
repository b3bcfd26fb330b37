import CKernels

/// A convolution of each channel of a map with itself, with a border of zeros.
package struct DepthwiseKernel: Sendable {
  package let window: ConvolutionWindow
  package let channels: Int
  /// `[kernel · kernel, channels]`: a row of weights for each tap, taps row by row.
  private let weight: [Float]
  private let bias: [Float]

  package init(weight: [Float], bias: [Float], window: ConvolutionWindow) {
    precondition(
      weight.count == window.kernel * window.kernel * bias.count,
      "DepthwiseKernel: \(weight.count) weights for \(bias.count) channels, \(window)")
    (self.window, channels) = (window, bias.count)
    (self.weight, self.bias) = (weight, bias)
  }

  /// Writes row `row` of what is made of a map of `side` × `side`, of which `map` holds whole rows,
  /// `[side, channels]` each, from row `first` on; those that the row depends on must be among them.
  package func row(
    _ row: Int, of map: Span<Float>, from first: Int = 0, side: Int,
    into y: inout MutableSpan<Float>
  ) {
    let columns = window.side(for: side)
    let length = side * channels
    let seen = window.source(of: row..<row + 1, side: side)
    precondition(
      (0..<columns).contains(row) && seen.lowerBound >= first
        && (seen.upperBound - first) * length <= map.count && y.count >= columns * channels,
      "DepthwiseKernel: row \(row) of \(side)×\(side)×\(channels), \(map.count) from row \(first)")
    let before = window.before(side: side)
    let taps = row * window.stride - before
    // Sound: the rows that are seen are in `map`; the weights are as many as `init` checked, and the
    // kernel writes `columns · channels` numbers.
    unsafe map.withUnsafeBufferPointer { map in
      unsafe weight.withUnsafeBufferPointer { weight in
        unsafe bias.withUnsafeBufferPointer { bias in
          unsafe y.withUnsafeMutableBufferPointer { y in
            guard let start = map.baseAddress, let factors = weight.baseAddress,
              let shift = bias.baseAddress, let target = y.baseAddress
            else { return }
            let kernel = unsafe sepal_depthwise(
              side: window.kernel, before: before, stride: window.stride, channels: channels,
              weight: factors, bias: shift)
            unsafe sepal_depthwise_row(
              columns, kernel, seen.lowerBound - taps, seen.upperBound - taps,
              start + (seen.lowerBound - first) * length, side, target)
          }
        }
      }
    }
  }
}
