/// A square map with the channels of each entry together: `[side · side, channels]`.
package struct FeatureMap: Sendable {
  package let side: Int
  package let channels: Int
  package var values: [Float]

  package init(side: Int, channels: Int, values: [Float]) {
    precondition(
      values.count == side * side * channels,
      "FeatureMap: \(values.count) values for \(side)×\(side)×\(channels)")
    (self.side, self.channels, self.values) = (side, channels, values)
  }

  /// A map of zeros.
  package init(side: Int, channels: Int) {
    self.init(
      side: side, channels: channels,
      values: [Float](repeating: 0, count: side * side * channels))
  }

  /// A frame's channels, `[channels, side, side]`, entry by entry.
  init(frame: Tensor) {
    precondition(
      frame.shape.count == 3 && frame.shape[1] == frame.shape[2],
      "FeatureMap: a frame of \(frame.shape)")
    let (channels, side) = (frame.shape[0], frame.shape[1])
    let entries = side * side
    var values = [Float](repeating: 0, count: frame.count)
    var target = values.mutableSpan
    let source = frame.values.span
    for channel in 0..<channels {
      for entry in 0..<entries {
        target[entry * channels + channel] = source[channel * entries + entry]
      }
    }
    self.init(side: side, channels: channels, values: values)
  }

  /// Numbers of one row of the map.
  var row: Int { side * channels }

  /// Where the numbers of some rows are.
  func range(of rows: Range<Int>) -> Range<Int> { rows.lowerBound * row..<rows.upperBound * row }

  /// Calls `body` with each tile of whole rows, about `entries` entries, and the tile's first row.
  mutating func updateRows(
    entries: Int, workers: Workers,
    _ body: @Sendable (_ rows: Range<Int>, _ values: inout MutableSpan<Float>) -> Void
  ) {
    let length = row
    let tile = max(1, entries / side)
    workers.updateTiles(of: &values, tile: tile * length) { start, values in
      body(start / length..<(start + values.count) / length, &values)
    }
  }
}
