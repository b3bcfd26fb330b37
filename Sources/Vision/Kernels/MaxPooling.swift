import CKernels

/// Each channel's largest number in a window; what lies beside the map is not looked at.
package struct MaxPooling: Sendable {
  package let window: ConvolutionWindow

  package init(_ window: ConvolutionWindow) { self.window = window }

  /// Writes row `row` of what is made of a map.
  package func row(
    _ row: Int, of map: Span<Float>, _ extent: MapExtent, into y: inout MutableSpan<Float>
  ) {
    let columns = window.length(for: extent.columns)
    precondition(
      map.count >= extent.count && y.count >= columns * extent.channels
        && (0..<window.length(for: extent.rows)).contains(row) && extent.held == extent.rows,
      "MaxPooling: row \(row) of \(extent) in \(map.count), \(window)")
    // Sound: the kernel looks at the rows of `map`, which are there, and writes
    // `columns · channels` numbers.
    unsafe map.withUnsafeBufferPointer { map in
      unsafe y.withUnsafeMutableBufferPointer { y in
        guard let target = y.baseAddress else { return }
        let values = unsafe sepal_map(
          values: map.baseAddress, rows: extent.rows, columns: extent.columns,
          channels: extent.channels, held: extent.held)
        unsafe sepal_max_pool_row(values, sepal_window(window, on: extent), row, columns, target)
      }
    }
  }
}
