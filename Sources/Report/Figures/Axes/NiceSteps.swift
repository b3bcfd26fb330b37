import Glibc

/// Tick positions that people would choose: whole multiples of 1, 2, 2.5, 3, 4 or 5 times a
/// power of ten.
package enum NiceSteps {
  /// Steps from most to least preferred.
  private static let preferred: [Double] = [1, 5, 2, 2.5, 4, 3]

  /// Ascending multiples of one nice step, about `target` of them. They enclose `lower...upper` when
  /// `covering`, else lie within it. The bounds must be finite and apart.
  ///
  /// Source: Talbot, Lin and Hanrahan, "An Extension of Wilkinson's Algorithm for Positioning Tick
  /// Labels on Axes" (InfoVis 2010): their scores of simplicity, coverage and density over steps
  /// anchored at zero; labels are measured by the caller, so legibility is not scored.
  package static func ticks(
    from lower: Double, to upper: Double, about target: Int, covering: Bool
  ) -> [Double] {
    precondition(
      lower.isFinite && upper.isFinite && lower < upper, "NiceSteps: \(lower)...\(upper)")
    let target = max(2, target)
    let exponent = Int(floor(log10((upper - lower) / Double(target))))
    var best: (score: Double, step: Double, indices: ClosedRange<Double>)?
    for power in exponent - 1...exponent + 1 {
      for (rank, base) in preferred.enumerated() {
        let step = power < 0 ? base / pow(10, Double(-power)) : base * pow(10, Double(power))
        guard let indices = indices(from: lower, to: upper, step: step, covering: covering),
          let score = score(indices, step, rank, lower: lower, upper: upper, target: target)
        else { continue }
        if score > best?.score ?? -.infinity { best = (score, step, indices) }
      }
    }
    guard let best else { return covering ? [lower, upper] : [] }
    return stride(from: best.indices.lowerBound, through: best.indices.upperBound, by: 1)
      .map { multiple($0, of: best.step) }
  }

  /// `count` ticks of one nice step that enclose `lower...upper` as closely as they can, so that a
  /// second axis shares the first one's grid lines.
  package static func ticks(from lower: Double, to upper: Double, exactly count: Int) -> [Double] {
    precondition(
      lower.isFinite && upper.isFinite && lower < upper && count >= 2,
      "NiceSteps: \(count) in \(lower)...\(upper)")
    let exponent = Int(floor(log10((upper - lower) / Double(count - 1))))
    for power in exponent...exponent + 2 {
      for base in [1, 2, 2.5, 4, 5, 8] as [Double] {
        let step = power < 0 ? base / pow(10, Double(-power)) : base * pow(10, Double(power))
        let first = floor(lower / step + 1e-9)
        if (first + Double(count - 1)) * step >= upper - step * 1e-9 {
          return (0..<count).map { multiple(first + Double($0), of: step) }
        }
      }
    }
    return (0..<count).map { lower + (upper - lower) * Double($0) / Double(count - 1) }
  }

  /// The first and last multiple of `step`; nil where fewer than two, or absurdly many, would fit.
  private static func indices(
    from lower: Double, to upper: Double, step: Double, covering: Bool
  ) -> ClosedRange<Double>? {
    // A bound that is a multiple up to rounding counts as one.
    let slack = 1e-9
    let first = covering ? floor(lower / step + slack) : ceil(lower / step - slack)
    let last = covering ? ceil(upper / step - slack) : floor(upper / step + slack)
    guard first < last, last - first < 1000 else { return nil }
    return first...last
  }

  private static func score(
    _ indices: ClosedRange<Double>, _ step: Double, _ rank: Int, lower: Double, upper: Double,
    target: Int
  ) -> Double? {
    let first = indices.lowerBound * step
    let last = indices.upperBound * step
    let zero = first <= 0 && last >= 0 ? 1.0 : 0
    let simplicity = 1 - Double(rank) / Double(preferred.count - 1) + zero
    let range = upper - lower
    let (before, after) = (lower - first, upper - last)
    let coverage = 1 - 0.5 * (before * before + after * after) / (0.01 * range * range)
    // Labels that crowd or are too few to read from are worse than any loss of room.
    let count = indices.upperBound - indices.lowerBound + 1
    guard count <= Double(target) * 1.4 + 1, count >= 3 || target < 4 else { return nil }
    let wanted = Double(target - 1) / (max(last, upper) - min(first, lower))
    let density = 2 - max(wanted * step, 1 / (wanted * step))
    return 0.25 * simplicity + 0.2 * coverage + 0.5 * density
  }

  /// `index · step` rounded as the decimal a person would write, so that 3 × 0.1 is 0.3.
  private static func multiple(_ index: Double, of step: Double) -> Double {
    let digits = pow(10, 12 - floor(log10(step)))
    guard digits.isFinite, digits > 0, abs(index) < 1e6 else { return index * step }
    let exact = (index * step * digits).rounded() / digits
    return exact == 0 ? 0 : exact
  }
}
