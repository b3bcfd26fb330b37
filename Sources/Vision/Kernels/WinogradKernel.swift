import CKernels

/// A 3×3 convolution of stride 1 of all channels of a map, f32, with a border of zeros, in less than half
/// of the multiplications: Winograd's F(2×2, 3×3). Results differ from those of `ConvolutionKernel` by
/// some 1e-5 of their root mean square.
///
/// Rows are made two at a time, an even one and the next.
///
/// Source: Lavin and Gray 2016 (arXiv 1509.09308), section 4.1.
package struct WinogradKernel: Sendable {
  package let window: ConvolutionWindow
  package let inputs: Int
  package var outputs: Int { bias.count }
  /// For each of a tile's 16 numbers a right-hand side in panels.
  private let weight: [Float]
  private let bias: [Float]

  /// Whether there is such a kernel.
  package static func fits(_ window: ConvolutionWindow, inputs: Int, outputs: Int) -> Bool {
    window.kernel == 3 && window.stride == 1 && window.dilation == 1 && window.border != .none
      && inputs.isMultiple(of: 16) && outputs.isMultiple(of: 16)
  }

  /// `weight` is `[outputs, inputs, 3, 3]`, row-major.
  package init(weight: [Float], bias: [Float], inputs: Int, window: ConvolutionWindow) {
    precondition(
      Self.fits(window, inputs: inputs, outputs: bias.count)
        && weight.count == bias.count * inputs * 9,
      "WinogradKernel: \(weight.count) weights for \(inputs) × \(bias.count), \(window)")
    let transformed = Self.transformed(weight)
    let panel = Int(sepal_panel_columns)
    let matrix = (bias.count + panel - 1) / panel * panel * inputs
    var packed = [Float](repeating: 0, count: 16 * matrix)
    // Sound: each of 16 matrices is read as it was made, numbers 16 apart, and written to its own part.
    unsafe transformed.withUnsafeBufferPointer { source in
      unsafe packed.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        for number in 0..<16 {
          unsafe sepal_pack_panels(
            inputs, bias.count, from + number, 16, 16 * inputs, to + number * matrix)
        }
      }
    }
    self.weight = packed
    (self.bias, self.inputs, self.window) = (bias, inputs, window)
  }

  /// G·w·Gᵀ for each 3×3 kernel, row by row: `[outputs, inputs, 16]`.
  private static func transformed(_ weight: [Float]) -> [Float] {
    func row(_ x: Double, _ y: Double, _ z: Double) -> [Double] {
      [x, (x + y + z) / 2, (x - y + z) / 2, z]
    }
    var result: [Float] = []
    result.reserveCapacity(weight.count / 9 * 16)
    for start in stride(from: 0, to: weight.count, by: 9) {
      let w = weight[start..<start + 9].map(Double.init)
      let across = (0..<3).map { row(w[3 * $0], w[3 * $0 + 1], w[3 * $0 + 2]) }
      let down = (0..<4).map { row(across[0][$0], across[1][$0], across[2][$0]) }
      for i in 0..<4 {
        for j in 0..<4 { result.append(Float(down[j][i])) }
      }
    }
    return result
  }

  /// Writes `rows`, the first of them even, of what is made of a map, no number below or above `bounds`. Of
  /// a ring, the rows that the result depends on must be there.
  package func fill(
    _ rows: Range<Int>, of map: Span<Float>, _ extent: MapExtent, bounds: ClosedRange<Float>,
    into y: inout MutableSpan<Float>
  ) {
    let columns = window.length(for: extent.columns)
    precondition(
      extent.channels == inputs && map.count >= extent.count
        && y.count >= rows.count * columns * outputs && rows.lowerBound.isMultiple(of: 2)
        && rows.lowerBound >= 0 && rows.upperBound <= window.length(for: extent.rows)
        && window.source(of: rows, length: extent.rows).count <= extent.held,
      "WinogradKernel: rows \(rows) of \(extent) in \(map.count), \(window)")
    let room = 16 * Int(sepal_winograd_tiles) * (inputs + outputs)
    // Sound: the kernel looks at the held rows of `map`, which are there, at the panels as `init` made
    // them, and writes the rows that were checked, and of `scratch` as much as there is.
    unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: room) { scratch in
      unsafe map.withUnsafeBufferPointer { map in
        unsafe weight.withUnsafeBufferPointer { weight in
          unsafe bias.withUnsafeBufferPointer { bias in
            unsafe y.withUnsafeMutableBufferPointer { y in
              guard let target = y.baseAddress, let room = scratch.baseAddress else { return }
              let values = unsafe sepal_map(
                values: map.baseAddress, rows: extent.rows, columns: extent.columns,
                channels: inputs, held: extent.held)
              var kernel = unsafe sepal_winograd(
                right: weight.baseAddress, outputs: outputs, bias: bias.baseAddress,
                low: bounds.lowerBound, high: bounds.upperBound)
              unsafe sepal_winograd_convolve(
                &kernel, values, sepal_window(window, on: extent), rows.lowerBound, rows.count,
                columns, room, target)
            }
          }
        }
      }
    }
  }
}
