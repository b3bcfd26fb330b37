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

  /// Writes row `row` of what is made of a map of `rows` × `columns`, of which `map` holds whole rows,
  /// `[columns, channels]` each, from row `first` on; those that the row depends on must be among them.
  package func row(
    _ row: Int, of map: Span<Float>, from first: Int = 0, rows: Int, columns: Int,
    into y: inout MutableSpan<Float>
  ) {
    let results = window.length(for: columns)
    let length = columns * channels
    let seen = window.source(of: row..<row + 1, length: rows)
    precondition(
      (0..<window.length(for: rows)).contains(row) && seen.lowerBound >= first
        && (seen.upperBound - first) * length <= map.count && y.count >= results * channels,
      "DepthwiseKernel: row \(row) of \(rows)×\(columns)×\(channels), \(map.count) from row \(first)"
    )
    let taps = row * window.stride - window.before(rows)
    // Sound: the rows that are seen are in `map`; the weights are as many as `init` checked, and the
    // kernel writes `results · channels` numbers.
    unsafe map.withUnsafeBufferPointer { map in
      unsafe weight.withUnsafeBufferPointer { weight in
        unsafe bias.withUnsafeBufferPointer { bias in
          unsafe y.withUnsafeMutableBufferPointer { y in
            guard let start = map.baseAddress, let factors = weight.baseAddress,
              let shift = bias.baseAddress, let target = y.baseAddress
            else { return }
            let kernel = unsafe sepal_depthwise(
              side: window.kernel, before: window.before(columns), stride: window.stride,
              channels: channels,
              weight: factors, bias: shift)
            unsafe sepal_depthwise_row(
              results, kernel, seen.lowerBound - taps, seen.upperBound - taps,
              start + (seen.lowerBound - first) * length, columns, target)
          }
        }
      }
    }
  }
}
