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
      weight.count == window.kernel * window.kernel * bias.count
        && window.kernel <= Int(sepal_largest_kernel),
      "DepthwiseKernel: \(weight.count) weights for \(bias.count) channels, \(window)")
    (self.window, channels) = (window, bias.count)
    (self.weight, self.bias) = (weight, bias)
  }

  /// Writes row `row` of what is made of a map, no number below or above `bounds`. Of a ring, the rows
  /// that the row depends on must be there.
  package func row(
    _ row: Int, of map: Span<Float>, _ extent: MapExtent,
    bounds: ClosedRange<Float> = -.infinity ... .infinity, into y: inout MutableSpan<Float>
  ) {
    let columns = window.length(for: extent.columns)
    precondition(
      extent.channels == channels && map.count >= extent.count && y.count >= columns * channels
        && (0..<window.length(for: extent.rows)).contains(row)
        && window.source(of: row..<row + 1, length: extent.rows).count <= extent.held,
      "DepthwiseKernel: row \(row) of \(extent) in \(map.count), \(window)")
    // Sound: the kernel looks at the held rows of `map`, which are there; the weights are as many as
    // `init` checked, and it writes `columns · channels` numbers.
    unsafe map.withUnsafeBufferPointer { map in
      unsafe weight.withUnsafeBufferPointer { weight in
        unsafe bias.withUnsafeBufferPointer { bias in
          unsafe y.withUnsafeMutableBufferPointer { y in
            guard let target = y.baseAddress else { return }
            let values = unsafe sepal_map(
              values: map.baseAddress, rows: extent.rows, columns: extent.columns,
              channels: channels, held: extent.held)
            let kernel = unsafe sepal_depthwise(
              map: values, window: sepal_window(window, on: extent), weight: weight.baseAddress,
              bias: bias.baseAddress, low: bounds.lowerBound, high: bounds.upperBound)
            unsafe sepal_depthwise_row(kernel, row, columns, target)
          }
        }
      }
    }
  }
}
