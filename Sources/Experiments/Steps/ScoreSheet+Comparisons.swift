import Vision

extension ScoreSheet {
  /// Each of `settings` against `baseline`, p-values corrected for their number.
  ///
  /// Throws: `NothingScored` when no image could be scored.
  public func comparisons(of settings: [Int], with baseline: Int) throws -> [Comparison] {
    try settings.map { try comparison(of: $0, against: self, baseline) }.corrected
  }

  /// The IoU of each class under `setting` against `baseline`, p-values corrected for the number of
  /// classes. An image is better, equal or worse in a class that occurs in it under both settings; a
  /// resample without a class has that class' own value. nil for a class that does not occur at all.
  public func classComparisons(of setting: Int, with baseline: Int) -> [Comparison?] {
    let (new, old) = (classCounts(setting), classCounts(baseline))
    let comparisons = confusion(setting).classCounts.indices.map { label in
      classComparison(new.map { $0[label] }, old.map { $0[label] })
    }
    var corrected = comparisons.compactMap(\.self).corrected[...]
    return comparisons.map { $0 == nil ? nil : corrected.popFirst() }
  }

  private func classComparison(_ new: [ClassCounts], _ old: [ClassCounts]) -> Comparison? {
    guard let after = classDistribution(new), let before = classDistribution(old) else {
      return nil
    }
    let changes = zip(new, old).compactMap { new, old in
      new.iou.flatMap { new in old.iou.map { new - $0 } }
    }
    return Comparison(
      difference: after.difference(from: before), pValue: after.pValue(against: before),
      better: changes.count { $0 > 0 }, equal: changes.count { $0 == 0 },
      worse: changes.count { $0 < 0 })
  }

  private func classDistribution(_ counts: [ClassCounts]) -> PairedBootstrap.Distribution? {
    guard !counts.isEmpty else { return nil }
    return PairedBootstrap(images: counts.count, seed: randomSeed).meanIoU(counts.map { [$0] })
  }
}
