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
    var gain: Estimate
    var official: Estimate
    var oracle: Estimate
    var better: Int
    var worse: Int
  }

  /// Where one class' IoU went: what the mean hides.
  struct ClassChange: Sendable {
    var label: Int
    var change: Double
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
    let rows = zip(zip(steps, sheets), all).map { pair, scores in
      let comparison = pair.1.comparison(1, with: 0)
      return Row(
        seeds: pair.0.seed.name, masks: pair.0.masks?.name ?? "", maskCount: pair.1.meanMaskCount,
        before: scores[0].estimate, after: scores[1].estimate,
        gain: scores[1].difference(from: scores[0]),
        official: scores[2].difference(from: scores[0]),
        oracle: scores[3].estimate, better: comparison.better, worse: comparison.worse)
    }
    guard let before = PairedBootstrap.mean(all.map { $0[0] }),
      let after = PairedBootstrap.mean(all.map { $0[1] })
    else { throw NothingScored(problems: []) }
    return Findings(
      rows: rows, meanGain: after.difference(from: before),
      classChanges: classChanges(sheets[0]), images: sheets[0].ids.count)
  }

  private func classChanges(_ sheet: ScoreSheet) -> [ClassChange] {
    let (before, after) = (sheet.score(0).classes, sheet.score(1).classes)
    return before.indices.compactMap { label in
      guard let old = before[label].iou, let new = after[label].iou else { return nil }
      return ClassChange(label: label, change: new - old)
    }.sorted { ($0.change, $1.label) > ($1.change, $0.label) }
  }

  func scores(of findings: Findings) -> [ScoreRecord] {
    findings.rows.flatMap { row in
      [
        ScoreRecord(
          id: "raw-cam", label: "Pseudo labels as they are", seeds: row.seeds,
          estimate: row.before),
        ScoreRecord(
          id: "sepl", label: "After SEPL", seeds: row.seeds, masks: row.masks, rule: "sepl",
          estimate: row.after, baseline: "raw-cam", difference: row.gain),
        ScoreRecord(
          id: "oracle-masks", label: "Best class per mask (oracle)", seeds: row.seeds,
          masks: row.masks, rule: "oracle", estimate: row.oracle),
      ]
    }
  }
}
