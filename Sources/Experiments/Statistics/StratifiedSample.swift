import Vision

/// A seeded sample that covers the whole range of a number: the items are sorted by it, cut into as
/// many strata as items are wanted, and one is drawn from each.
public enum StratifiedSample {
  /// Positions in `values`, ordered from the largest value to the smallest.
  public static func indices(of values: [Double], count: Int, seed: UInt64) -> [Int] {
    let order = values.indices.sorted { (values[$0], $1) > (values[$1], $0) }
    let wanted = min(count, order.count)
    guard wanted > 0 else { return [] }
    var generator = SplitMix64(seed: seed)
    return (0..<wanted).map { stratum in
      let start = stratum * order.count / wanted
      let end = (stratum + 1) * order.count / wanted
      return order[start + generator.index(below: end - start)]
    }
  }
}
