import CKernels

/// How a map lies in a span: `[rows, columns, channels]`, or a ring in which row i is where row
/// i modulo `held` is, for those who need a few rows at a time.
package struct MapExtent: Sendable, Hashable {
  package let rows: Int
  package let columns: Int
  package let channels: Int
  /// Rows in memory.
  package let held: Int

  package init(rows: Int, columns: Int, channels: Int, held: Int? = nil) {
    self.held = held ?? rows
    precondition(
      rows > 0 && columns > 0 && channels > 0 && (1...rows).contains(self.held),
      "MapExtent: \(rows)×\(columns)×\(channels), \(self.held) rows held")
    (self.rows, self.columns, self.channels) = (rows, columns, channels)
  }

  /// Numbers of one row.
  package var rowLength: Int { columns * channels }

  /// Numbers in memory.
  package var count: Int { held * rowLength }
}

extension sepal_window {
  init(_ window: ConvolutionWindow, on extent: MapExtent) {
    self.init(
      kernel: window.kernel, stride: window.stride, dilation: window.dilation,
      above: window.before(extent.rows), left: window.before(extent.columns))
  }
}
