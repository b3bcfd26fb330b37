import CKernels

/// A convolution of all channels of a map, f32, with a border of zeros. What the taps see is read where
/// it lies: nothing is copied.
package struct ConvolutionKernel: Sendable {
  package let window: ConvolutionWindow
  package let inputs: Int
  package var outputs: Int { bias.count }
  /// Panels of a right-hand side, a row for each input of each tap, taps row by row.
  private let weight: [Float]
  private let bias: [Float]

  /// `weight` is `[kernel · kernel · inputs, outputs]`, its entries at `layout`.
  package init(
    weight: Span<Float>, layout: MatrixLayout, bias: [Float], inputs: Int, window: ConvolutionWindow
  ) {
    let terms = window.kernel * window.kernel * inputs
    precondition(
      inputs > 0 && !bias.isEmpty
        && weight.count >= layout.extent(rows: terms, columns: bias.count),
      "ConvolutionKernel: \(weight.count) weights for \(inputs) × \(bias.count), \(window)")
    let panel = Int(sepal_panel_columns)
    let count = (bias.count + panel - 1) / panel * panel * terms
    // Sound: the kernel reads inside the extent that was checked and writes all of the numbers.
    self.weight = unsafe weight.withUnsafeBufferPointer { weight in
      unsafe [Float](unsafeUninitializedCapacity: count) { packed, written in
        guard let source = weight.baseAddress, let target = packed.baseAddress else { return }
        unsafe sepal_pack_panels(terms, bias.count, source, layout.row, layout.column, target)
        written = count
      }
    }
    (self.bias, self.inputs, self.window) = (bias, inputs, window)
  }

  /// Writes `rows` of what is made of a map, with `addend`, of the result's shape, added and no number
  /// below or above `bounds`. Of a ring, the rows that the result depends on must be there.
  package func fill(
    _ rows: Range<Int>, of map: Span<Float>, _ extent: MapExtent, adding addend: Span<Float>?,
    bounds: ClosedRange<Float>, into y: inout MutableSpan<Float>
  ) {
    let columns = window.length(for: extent.columns)
    let count = rows.count * columns * outputs
    precondition(
      extent.channels == inputs && map.count >= extent.count && y.count >= count
        && rows.lowerBound >= 0 && rows.upperBound <= window.length(for: extent.rows)
        && window.source(of: rows, length: extent.rows).count <= extent.held,
      "ConvolutionKernel: rows \(rows) of \(extent) in \(map.count), \(window)")
    guard let addend else {
      unsafe convolve(rows, of: map, extent, adding: nil, bounds: bounds, into: &y)
      return
    }
    precondition(addend.count >= count, "ConvolutionKernel: \(addend.count) to add to \(count)")
    // Sound: the pointer is used during the call only, for the `count` numbers that were checked.
    unsafe addend.withUnsafeBufferPointer {
      unsafe convolve(rows, of: map, extent, adding: $0.baseAddress, bounds: bounds, into: &y)
    }
  }

  /// `fill`, checked.
  private func convolve(
    _ rows: Range<Int>, of map: Span<Float>, _ extent: MapExtent,
    adding addend: UnsafePointer<Float>?, bounds: ClosedRange<Float>,
    into y: inout MutableSpan<Float>
  ) {
    let columns = window.length(for: extent.columns)
    // Sound: the kernel looks at the held rows of `map`, which are there, at the panels as `init` made
    // them, and writes as many numbers as `fill` checked; `y`, being exclusive, overlaps nothing.
    unsafe map.withUnsafeBufferPointer { map in
      unsafe weight.withUnsafeBufferPointer { weight in
        unsafe bias.withUnsafeBufferPointer { bias in
          unsafe y.withUnsafeMutableBufferPointer { y in
            guard let target = y.baseAddress else { return }
            let values = unsafe sepal_map(
              values: map.baseAddress, rows: extent.rows, columns: extent.columns,
              channels: inputs, held: extent.held)
            var kernel = unsafe sepal_convolution(
              right: weight.baseAddress, terms: window.kernel * window.kernel * inputs,
              outputs: outputs, bias: bias.baseAddress, low: bounds.lowerBound,
              high: bounds.upperBound)
            unsafe sepal_convolve(
              &kernel, values, sepal_window(window, on: extent), rows.lowerBound, rows.count,
              columns, addend, target)
          }
        }
      }
    }
  }
}
