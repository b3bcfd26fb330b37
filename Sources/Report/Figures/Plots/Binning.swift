import Glibc

/// Bins for histograms.
package enum Binning {
  /// Ascending edges of equal bins that hold every finite value of every series; two edges at least.
  package static func edges(_ series: [[Double]], _ bins: Histogram.Bins) -> [Double] {
    let values = series.joined().filter { abs($0) < 1e150 }
    let (lower, upper) = Scale.bounds(of: Axis(""), over: values)
    let count: Int
    switch bins {
    case .about(let wanted): count = min(max(1, wanted), 200)
    case .automatic: count = automaticCount(values.sorted(), range: upper - lower)
    }
    return NiceSteps.ticks(from: lower, to: upper, about: count + 1, covering: true)
  }

  /// How many values lie in each bin: lower edges belong to a bin, the last bin holds both.
  package static func counts(_ values: [Double], edges: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: max(0, edges.count - 1))
    guard let first = edges.first, let last = edges.last, edges.count > 1 else { return counts }
    for value in values where value >= first && value <= last {
      let share = (value - first) / (last - first) * Double(counts.count)
      var bin = min(max(Int(share), 0), counts.count - 1)
      // The division may be off by its last bit beside an edge.
      if value < edges[bin] { bin -= 1 }
      if bin + 1 < counts.count, value >= edges[bin + 1] { bin += 1 }
      counts[bin] += 1
    }
    return counts
  }

  /// Mean of the finite values; nil without any.
  package static func mean(_ values: [Double]) -> Double? {
    let shown = values.filter(\.isFinite)
    return shown.isEmpty ? nil : shown.reduce(0, +) / Double(shown.count)
  }

  /// Source: Freedman and Diaconis, "On the histogram as a density estimator" (1981): a width of
  /// twice the interquartile range over the cube root of the number.
  private static func automaticCount(_ sorted: [Double], range: Double) -> Int {
    guard sorted.count > 1 else { return 5 }
    let spread = sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
    let width = 2 * spread / cbrt(Double(sorted.count))
    guard width > 0 else { return 5 }
    return Int(min(max(range / width, 5), 40))
  }
}
