/// What the affinity network learns of one image.
package struct AffinitySample: Sendable, Hashable {
  /// What the frozen backbone makes of it, the finest first, kept in bf16: half the memory, and far
  /// below what a training notices.
  package let maps: [RoundedFeatureMap]
  /// The label of each cell of the finest map, `LabelMap.void` where it is not sure.
  package let labels: [UInt8]

  /// `labels` is of the image's size.
  package init(maps: [FeatureMap], labels: LabelMap) {
    precondition(!maps.isEmpty, "AffinitySample: no maps")
    self.maps = maps.map { RoundedFeatureMap($0) }
    self.labels = labels.sampled(rows: maps[0].rows, columns: maps[0].columns)
  }

  /// Whether any pair of cells is sure.
  func hasPairs(radius: Int) -> Bool {
    let grid = PairGrid(rows: maps[0].rows, columns: maps[0].columns, radius: radius)
    var hasPair = false
    PairLabels(labels: labels, grid: grid).forEach { _, _ in hasPair = true }
    return hasPair
  }
}

/// A map of features kept in bf16.
package struct RoundedFeatureMap: Sendable, Hashable {
  package let rows: Int
  package let columns: Int
  package let channels: Int
  private let values: [UInt16]

  package init(_ map: FeatureMap) {
    (rows, columns, channels) = (map.rows, map.columns, map.channels)
    var rounded = [UInt16](repeating: 0, count: map.values.count)
    var target = rounded.mutableSpan
    roundToBF16(map.values.span, into: &target)
    values = rounded
  }

  /// The map in f32.
  package var map: FeatureMap {
    FeatureMap(
      rows: rows, columns: columns, channels: channels,
      values: values.map { Float(bitPattern: UInt32($0) << 16) })
  }
}
