import Experiments
import Vision

/// The paper's headline, for any number of methods: pseudo labels before and after SEPL, per method
/// and on average, with every mask source there is.
struct Methods: Experiment {
  let id = "methods"
  let question = "How much does SEPL improve each method’s pseudo labels?"
  let settings: [MergeSetting] = [.rawSeed, .init(.sepl), .init(.official), .init(.oracle)]

  var parameters: [Parameter] {
    [
      Parameter("rules", settings.compactMap(\.rule?.name).joined(separator: ", ")),
      Parameter("mask threshold", SEPLRule.sepl.defaults.mask),
      Parameter("label threshold", SEPLRule.sepl.defaults.label),
      Parameter("maximum mask area of sepl", SEPLRule.sepl.defaults.maximumMaskArea),
    ]
  }

  struct Row: Sendable {
    var seeds: String
    var masks: String
    var maskCount: Double
    var before: Estimate
    var after: Estimate
    /// SEPL against the labels as they are, p-values corrected for the number of rows.
    var gain: Comparison
    var official: Estimate
    var oracle: Estimate
  }

  /// Where one class' IoU went: what the mean hides.
  struct ClassChange: Sendable {
    var label: Int
    /// p-values corrected for the number of classes.
    var gain: Comparison
  }

  struct Findings: Sendable {
    var rows: [Row]
    var meanGain: Estimate
    /// Of the first row, from the largest gain to the largest loss.
    var classChanges: [ClassChange]
    var images: Int
  }

  func scoreSteps(in study: Study) -> [ScoreStep] {
    study.seeds.flatMap { seed in
      study.masks.map { ScoreStep(seed: seed, masks: $0, settings: settings) }
    }
  }

  func steps(in study: Study) -> [any Step] {
    study.masks.map { MaskStep($0) } + scoreSteps(in: study)
  }

  func findings(in lab: Lab) async throws -> Findings {
    let steps = scoreSteps(in: lab.study)
    let sheets = try await lab.scores(steps, stage: "labels before and after")
    let all = try sheets.map { try $0.distributions(Array(settings.indices)) }
    let gains = try sheets.map { try $0.comparison(of: 1, against: $0, 0) }.corrected
    let rows = steps.indices.map { index in
      let (step, sheet, scores) = (steps[index], sheets[index], all[index])
      return Row(
        seeds: step.seed.name, masks: step.masks?.name ?? "", maskCount: sheet.meanMaskCount,
        before: scores[0].estimate, after: scores[1].estimate, gain: gains[index],
        official: scores[2].difference(from: scores[0]), oracle: scores[3].estimate)
    }
    guard let before = PairedBootstrap.mean(all.map { $0[0] }),
      let after = PairedBootstrap.mean(all.map { $0[1] })
    else { throw NothingScored(problems: []) }
    return Findings(
      rows: rows, meanGain: after.difference(from: before),
      classChanges: classChanges(sheets[0]), images: sheets[0].ids.count)
  }

  private func classChanges(_ sheet: ScoreSheet) -> [ClassChange] {
    sheet.classComparisons(of: 1, with: 0).enumerated()
      .compactMap { label, gain in gain.map { ClassChange(label: label, gain: $0) } }
      .sorted {
        ($0.gain.difference.value, $1.label) > ($1.gain.difference.value, $0.label)
      }
  }

  func scores(of findings: Findings) -> [ScoreRecord] {
    findings.rows.flatMap { row in
      [
        ScoreRecord(
          id: "raw-cam", label: "Pseudo labels as they are", seeds: row.seeds,
          estimate: row.before),
        ScoreRecord(
          id: "sepl", label: "After SEPL", seeds: row.seeds, masks: row.masks, rule: "sepl",
          estimate: row.after, baseline: "raw-cam", difference: row.gain.difference),
        ScoreRecord(
          id: "oracle-masks", label: "Best class per mask (oracle)", seeds: row.seeds,
          masks: row.masks, rule: "oracle", estimate: row.oracle),
      ]
    }
  }
}
