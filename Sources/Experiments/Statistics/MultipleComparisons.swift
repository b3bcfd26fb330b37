import Vision

/// A difference between two scores of the same images: how large, how sure, and in how many images.
public struct Comparison: Sendable, Hashable {
  /// mIoU points are 100 times these.
  public let difference: Estimate
  /// Two-sided: the share of resamples on the other side of 0, see `PairedBootstrap.pValue`.
  public let pValue: Double
  /// `pValue` corrected for the other comparisons made with it.
  public internal(set) var correctedPValue: Double
  /// Images that score better, the same and worse.
  public let better: Int
  public let equal: Int
  public let worse: Int

  public init(difference: Estimate, pValue: Double, better: Int, equal: Int, worse: Int) {
    (self.difference, self.pValue, correctedPValue) = (difference, pValue, pValue)
    (self.better, self.equal, self.worse) = (better, equal, worse)
  }
}

extension [Comparison] {
  /// The comparisons with their p-values corrected for being so many, where several variants are
  /// compared with one baseline. The chance that any difference of none is called one stays below
  /// the level at which the corrected values are read, however the variants depend on each other.
  ///
  /// Source: Holm, "A simple sequentially rejective multiple test procedure", 1979.
  public var corrected: [Comparison] {
    var corrected = self
    for (index, value) in HolmCorrection.corrected(map(\.pValue)).enumerated() {
      corrected[index].correctedPValue = value
    }
    return corrected
  }
}

/// Holm's step-down correction.
public enum HolmCorrection {
  /// The adjusted p-values, in the order of `pValues`: of m values the smallest times m, the next
  /// times m − 1 and so on, none smaller than the one before and none above 1.
  public static func corrected(_ pValues: [Double]) -> [Double] {
    precondition(
      pValues.allSatisfy { (0...1).contains($0) }, "HolmCorrection: p-values \(pValues)")
    let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    var corrected = pValues
    var largest = 0.0
    for (rank, index) in order.enumerated() {
      largest = Swift.max(largest, Swift.min(1, pValues[index] * Double(order.count - rank)))
      corrected[index] = largest
    }
    return corrected
  }
}

extension PairedBootstrap.Distribution {
  /// How surprising the difference from `baseline` would be if there were none: twice the smaller
  /// share of resamples at or beyond 0 on either side, each counted with one resample more, so that
  /// it is never 0; at most 1.
  ///
  /// Source: Davison and Hinkley, Bootstrap Methods and their Application (1997), section 4.2 (the
  /// resample more).
  public func pValue(against baseline: PairedBootstrap.Distribution) -> Double {
    let differences = zip(samples, baseline.samples).map(-)
    let below = differences.count { $0 <= 0 }
    let above = differences.count { $0 >= 0 }
    return min(1, 2 * Double(min(below, above) + 1) / Double(differences.count + 1))
  }
}
