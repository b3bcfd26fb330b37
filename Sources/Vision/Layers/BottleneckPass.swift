/// One thread's way through some rows of a bottleneck's result.
struct BottleneckPass {
  private let block: Bottleneck
  private let map: FeatureMap
  /// Columns of the result.
  private let columns: Int
  /// Rows of the result that are made together.
  private let together: Int
  /// How the middle's map lies in the ring, or in `map` where there is no first convolution.
  private let extent: MapExtent

  /// Entries of the result that are made together, at least: a product of fewer would wait for its
  /// weights.
  private static let entries = 128

  /// Rows of what the first convolution makes.
  private struct Ring {
    var values: [Float]
    /// The first row that is not there yet.
    var next = 0
  }

  init(_ block: Bottleneck, _ map: FeatureMap) {
    let window = block.middle.window
    let rows = window.length(for: map.rows)
    (self.block, self.map, columns) = (block, map, window.length(for: map.columns))
    let (unit, least) = (block.middle.rowUnit, (Self.entries + columns - 1) / columns)
    together = min(rows, (least + unit - 1) / unit * unit)
    if let first = block.first {
      extent = MapExtent(
        rows: map.rows, columns: map.columns, channels: first.outputs,
        held: min(map.rows, (together - 1) * window.stride + window.reach + 1))
    } else {
      extent = map.extent
    }
  }

  /// Writes `rows` of the result.
  func fill(_ rows: Range<Int>, into values: inout MutableSpan<Float>) {
    var ring = Ring(values: [Float](repeating: 0, count: block.first == nil ? 0 : extent.count))
    var hidden = [Float](repeating: 0, count: together * columns * block.middle.outputs)
    let length = columns * block.last.outputs
    var added: [Float] = []
    if case .convolution = block.shortcut {
      added = [Float](repeating: 0, count: together * length)
    }
    for row in stride(from: rows.lowerBound, to: rows.upperBound, by: together) {
      let some = row..<min(row + together, rows.upperBound)
      widen(for: some, into: &ring)
      fillMiddle(some, ring.values, into: &hidden)
      let start = (row - rows.lowerBound) * length
      values.withSlice(start..<start + some.count * length) {
        finish(some, hidden.span, adding: &added, into: &$0)
      }
    }
  }

  /// Computes what the first convolution makes of the rows that `rows` of the result depend on and
  /// that are not there yet.
  private func widen(for rows: Range<Int>, into ring: inout Ring) {
    guard let first = block.first else { return }
    let source = block.middle.window.source(of: rows, length: map.rows)
    var next = max(ring.next, source.lowerBound)
    ring.next = max(next, source.upperBound)
    var kept = ring.values.mutableSpan
    while next < source.upperBound {
      let slot = next % extent.held
      let count = min(source.upperBound - next, extent.held - slot)
      kept.withSlice(slot * extent.rowLength..<(slot + count) * extent.rowLength) {
        first.fill(next..<next + count, of: map.values.span, map.extent, into: &$0)
      }
      next += count
    }
  }

  /// Writes what the middle makes for `rows` of the result.
  private func fillMiddle(_ rows: Range<Int>, _ ring: [Float], into hidden: inout [Float]) {
    var target = hidden.mutableSpan
    target.withSlice(0..<rows.count * columns * block.middle.outputs) { hidden in
      if block.first == nil {
        block.middle.fill(rows, of: map.values.span, extent, into: &hidden)
      } else {
        block.middle.fill(rows, of: ring.span, extent, into: &hidden)
      }
    }
  }

  /// Writes what the last convolution and the shortcut make for `rows` of the result, of which `hidden`
  /// holds what the middle makes.
  private func finish(
    _ rows: Range<Int>, _ hidden: Span<Float>, adding added: inout [Float],
    into values: inout MutableSpan<Float>
  ) {
    let extent = MapExtent(rows: rows.count, columns: columns, channels: block.middle.outputs)
    let (all, hidden) = (0..<rows.count, hidden.extracting(0..<extent.count))
    switch block.shortcut {
    case .none:
      block.last.fill(all, of: hidden, extent, into: &values)
    case .identity:
      block.last.fill(
        all, of: hidden, extent, adding: map.values.span.extracting(map.range(of: rows)),
        into: &values)
    case .convolution(let convolution):
      var target = added.mutableSpan
      convolution.fill(rows, of: map.values.span, map.extent, into: &target)
      block.last.fill(all, of: hidden, extent, adding: target.span, into: &values)
    }
  }
}
