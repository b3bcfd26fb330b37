/// A map with the channels of each entry together: `[rows, columns, channels]`.
package struct FeatureMap: Sendable, Equatable {
  package let rows: Int
  package let columns: Int
  package let channels: Int
  package var values: [Float]

  package init(rows: Int, columns: Int, channels: Int, values: [Float]) {
    precondition(
      rows > 0 && columns > 0 && values.count == rows * columns * channels,
      "FeatureMap: \(values.count) values for \(rows)×\(columns)×\(channels)")
    (self.rows, self.columns, self.channels, self.values) = (rows, columns, channels, values)
  }

  /// A map of zeros.
  package init(rows: Int, columns: Int, channels: Int) {
    self.init(
      rows: rows, columns: columns, channels: channels,
      values: [Float](repeating: 0, count: rows * columns * channels))
  }

  /// A frame's channels, `[channels, rows, columns]`, entry by entry.
  init(frame: Tensor) {
    precondition(frame.shape.count == 3, "FeatureMap: a frame of \(frame.shape)")
    let (channels, entries) = (frame.shape[0], frame.shape[1] * frame.shape[2])
    self.init(
      rows: frame.shape[1], columns: frame.shape[2], channels: channels,
      values: transposed(frame.values, rows: channels, columns: entries))
  }

  /// A map whose rows `body` writes, `tile` rows at a time, all numbers of them; `rows` says which.
  package init(
    rows: Int, columns: Int, channels: Int, tile: Int, workers: Workers,
    _ body: @Sendable (_ rows: Range<Int>, _ values: inout MutableSpan<Float>) -> Void
  ) {
    let length = columns * channels
    let values = workers.makeTiles(count: rows * length, tile: tile * length) { start, values in
      body(start / length..<(start + values.count) / length, &values)
    }
    self.init(rows: rows, columns: columns, channels: channels, values: values)
  }

  var extent: MapExtent { MapExtent(rows: rows, columns: columns, channels: channels) }

  /// Numbers of one row of the map.
  var rowLength: Int { columns * channels }

  /// Where the numbers of some rows are.
  func range(of rows: Range<Int>) -> Range<Int> {
    rows.lowerBound * rowLength..<rows.upperBound * rowLength
  }

  /// Calls `body` with each tile of whole rows, about `entries` entries, and the tile's first row.
  mutating func updateRows(
    entries: Int, workers: Workers,
    _ body: @Sendable (_ rows: Range<Int>, _ values: inout MutableSpan<Float>) -> Void
  ) {
    let length = rowLength
    let tile = max(1, entries / columns)
    workers.updateTiles(of: &values, tile: tile * length) { start, values in
      body(start / length..<(start + values.count) / length, &values)
    }
  }
}

extension FeatureMap {
  /// A square map.
  package init(side: Int, channels: Int, values: [Float]) {
    self.init(rows: side, columns: side, channels: channels, values: values)
  }

  /// A square map of zeros.
  package init(side: Int, channels: Int) {
    self.init(rows: side, columns: side, channels: channels)
  }

  /// Rows, and columns, of a map that must be square.
  package var side: Int {
    precondition(rows == columns, "FeatureMap: \(rows)×\(columns) where a square is needed")
    return rows
  }
}
