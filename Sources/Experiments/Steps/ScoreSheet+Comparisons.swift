extension ScoreSheet {
  /// Each of `settings` against `baseline`, p-values corrected for their number.
  ///
  /// Throws: `NothingScored` when no image could be scored.
  public func comparisons(of settings: [Int], with baseline: Int) throws -> [Comparison] {
    let base = try distribution(baseline)
    return try settings.map { setting in
      let scores = try distribution(setting)
      let images = comparison(setting, with: baseline)
      return Comparison(
        difference: scores.difference(from: base), pValue: scores.pValue(against: base),
        better: images.better, equal: images.equal, worse: images.worse)
    }.corrected
  }
}
