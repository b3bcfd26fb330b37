/// Moves labels in a column apart.
package enum Spread {
  /// Centres near `wanted`, in the same order, such that spans of `sizes` do not overlap and, if
  /// they fit at all, lie within `range`. Equal wishes keep their given order.
  package static func apart(
    _ wanted: [Double], sizes: [Double], within range: ClosedRange<Double>
  ) -> [Double] {
    precondition(wanted.count == sizes.count, "Spread: \(wanted.count) for \(sizes.count)")
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var centers = wanted
    var edge = range.lowerBound
    for index in order {
      centers[index] = max(centers[index], edge + sizes[index] / 2)
      edge = centers[index] + sizes[index] / 2
    }
    edge = range.upperBound
    for index in order.reversed() {
      centers[index] = min(centers[index], edge - sizes[index] / 2)
      edge = centers[index] - sizes[index] / 2
    }
    return centers
  }
}
