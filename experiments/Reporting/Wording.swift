import Experiments
import Report

/// Sentences made from numbers, never stronger than the numbers are.
enum Wording {
  /// "+1.4 points (95 % CI +0.9 to +2.0)".
  static func points(_ difference: Estimate) -> String {
    "\(CellText.points(difference.value)) points (95 % CI \(CellText.points(difference.low)) to "
      + "\(CellText.points(difference.high)))"
  }

  /// "raises", "lowers" where the interval excludes 0, else "does not measurably change".
  static func verb(_ difference: Estimate) -> String {
    if difference.low > 0 { return "raises" }
    if difference.high < 0 { return "lowers" }
    return "does not measurably change"
  }

  /// "SEPL raises mIoU from 66.2 to 67.0, by +0.8 points (…)."; where the interval holds 0, that no
  /// gain was measured.
  static func change(
    _ subject: String, from before: Double, to after: Double, _ difference: Estimate
  ) -> Prose {
    let (before, after) = (CellText.percent(before), CellText.percent(after))
    if difference.low <= 0, difference.high >= 0 {
      return """
        \(subject) gives \(strong: "no measurable gain"): mIoU goes from \(before) to \(after), \
        \(strong: points(difference)).
        """
    }
    return """
      \(subject) \(strong: verb(difference)) mIoU from \(before) to \(after), by \
      \(strong: points(difference)).
      """
  }

  /// "On transcam labels, mIoU goes from 66.2 to 67.0. SEPL gains 0.8 mIoU points against …": the
  /// numbers, then no more than they allow.
  static func change(
    _ labels: String, from before: Double, to after: Double, _ subject: String,
    _ comparison: Comparison
  ) -> Prose {
    let sentence = comparison.sentence(subject, against: "the labels as they are")
    return """
      On \(labels), mIoU goes from \(CellText.percent(before)) to \(CellText.percent(after)). \
      \(strong: sentence)
      """
  }

  /// "a, b and c".
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return "\(items.dropLast().joined(separator: ", ")) and \(last)"
  }

  /// "transcam labels", or "simulated labels" where they are.
  static func labels(_ seed: SeedSource) -> String {
    seed.isSimulated ? "simulated labels" : "\(seed.name) labels"
  }

  /// "is simulated", said wherever simulated labels stand in for a method's.
  static let simulatedNote: Prose = """
    The pseudo labels are \(strong: "simulated"): drawn from the ground truth with errors of a \
    chosen amount. They show how rules and masks behave, not what any method reaches.
    """
}

extension Table.Cell {
  /// A difference with its 95 % interval.
  static func difference(_ estimate: Estimate) -> Table.Cell {
    .difference(estimate.value, low: estimate.low, high: estimate.high)
  }
}

extension BarChart.Bar {
  init(_ estimate: Estimate) { self.init(estimate.value, low: estimate.low, high: estimate.high) }
}

extension LinePlot.Datum {
  init(_ x: Double, _ estimate: Estimate) {
    self.init(x, estimate.value, low: estimate.low, high: estimate.high)
  }
}
