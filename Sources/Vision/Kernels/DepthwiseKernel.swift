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

  /// Writes row `row` of what is made of `map`, `[side · side, channels]`.
  package func row(_ row: Int, of map: Span<Float>, side: Int, into y: inout MutableSpan<Float>) {
    let columns = self.side(for: side)
    let middle = row * stride
    precondition(
      (0..<columns).contains(row) && map.count >= side * side * channels
        && y.count >= columns * channels,
      "DepthwiseKernel: row \(row) of \(side)×\(side)×\(channels) in \(map.count) into \(y.count)")
    // Sound: each row that is handed on is inside the map, of `side · channels` numbers; the
    // weights are as many as `init` checked, and the kernel writes `columns · channels` numbers.
    unsafe map.withUnsafeBufferPointer { map in
      unsafe weight.withUnsafeBufferPointer { weight in
        unsafe bias.withUnsafeBufferPointer { bias in
          unsafe y.withUnsafeMutableBufferPointer { y in
            guard let first = map.baseAddress, let taps = weight.baseAddress,
              let shift = bias.baseAddress, let target = y.baseAddress
            else { return }
            let length = side * channels
            let above = unsafe middle > 0 ? first + (middle - 1) * length : nil
            let below = unsafe middle + 1 < side ? first + (middle + 1) * length : nil
            unsafe sepal_depthwise_row(
              columns, channels, stride, side, above, first + middle * length, below, taps, shift,
              target)
          }
        }
      }
    }
  }
}
