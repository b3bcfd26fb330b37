import CKernels

/// A 3×3 convolution of each channel of a map with itself, with a border of zeros.
package struct DepthwiseKernel: Sendable {
  package let channels: Int
  package let stride: Int
  /// `[9, channels]`: a row of weights for each tap, taps row by row.
  private let weight: [Float]
  private let bias: [Float]

  package init(weight: [Float], bias: [Float], stride: Int) {
    precondition(
      weight.count == 9 * bias.count && stride >= 1,
      "DepthwiseKernel: \(weight.count) weights for \(bias.count) channels, stride \(stride)")
    (channels, self.stride) = (bias.count, stride)
    (self.weight, self.bias) = (weight, bias)
  }

  /// Rows, and columns, of what is made of a map of `side` × `side`.
  package func side(for side: Int) -> Int { (side - 1) / stride + 1 }

  /// The rows of a map of `side` × `side` that `rows` of what is made of it depend on.
  package func source(of rows: Range<Int>, side: Int) -> Range<Int> {
    max(0, rows.lowerBound * stride - 1)..<min(side, (rows.upperBound - 1) * stride + 2)
  }

  /// Writes row `row` of what is made of a map of `side` × `side`, of which `map` holds whole rows,
  /// `[side, channels]` each, from row `first` on; those that the row depends on must be among them.
  package func row(
    _ row: Int, of map: Span<Float>, from first: Int = 0, side: Int,
    into y: inout MutableSpan<Float>
  ) {
    let columns = self.side(for: side)
    let length = side * channels
    let needed = source(of: row..<row + 1, side: side)
    precondition(
      (0..<columns).contains(row) && needed.lowerBound >= first
        && (needed.upperBound - first) * length <= map.count && y.count >= columns * channels,
      "DepthwiseKernel: row \(row) of \(side)×\(side)×\(channels), \(map.count) from row \(first)")
    let middle = row * stride
    // Sound: each row that is handed on is one of those needed, which are in `map`; the weights are
    // as many as `init` checked, and the kernel writes `columns · channels` numbers.
    unsafe map.withUnsafeBufferPointer { map in
      unsafe weight.withUnsafeBufferPointer { weight in
        unsafe bias.withUnsafeBufferPointer { bias in
          unsafe y.withUnsafeMutableBufferPointer { y in
            guard let start = map.baseAddress, let taps = weight.baseAddress,
              let shift = bias.baseAddress, let target = y.baseAddress
            else { return }
            let center = unsafe start + (middle - first) * length
            let above = unsafe middle > 0 ? center - length : nil
            let below = unsafe middle + 1 < side ? center + length : nil
            unsafe sepal_depthwise_row(
              columns, channels, stride, side, above, center, below, taps, shift, target)
          }
        }
      }
    }
  }
}
