import CKernels

/// Counts of labels, and of pairs of labels, over a raster.
enum LabelCounts {
  /// Pixels of each label: 256 counts.
  static func histogram(_ labels: [UInt8]) -> [Int] {
    var counts = [UInt64](repeating: 0, count: 256)
    // Sound: reads `labels.count` bytes and writes the 256 counts that it is given room for.
    unsafe sepal_label_histogram(labels, labels.count, &counts)
    return counts.map { Int($0) }
  }

  /// Pixels of each pair of labels at one place: 65 536 counts, the first map's label high.
  static func pairs(_ first: [UInt8], _ second: [UInt8]) -> [UInt32] {
    precondition(
      first.count == second.count, "LabelCounts.pairs: \(first.count) and \(second.count) labels")
    var counts = [UInt32](repeating: 0, count: 65_536)
    // Sound: reads as many bytes of each as both have, writes the counts that it is given room for.
    unsafe sepal_pair_histogram(first, second, first.count, &counts)
    return counts
  }
}
