import Experiments
import Vision

/// Image | seed | masks | SEPL | truth, for images across the whole range of change.
struct VisualInspection: Experiment {
  let id = "visual-inspection"
  let question = "What does SEPL do to a pseudo label?"
  let images = 24
  let settings: [MergeSetting] = [.rawSeed, .init(.sepl), .init(.oracle)]

  var parameters: [Parameter] {
    [
      Parameter("images shown", images),
      Parameter("chosen by", "one image from each of as many strata of change"),
      Parameter("rule", settings[1].rule?.name ?? ""),
    ]
  }

  struct Findings: Sendable {
    var before: Estimate
    var after: Estimate
    var gain: Comparison
    var oracle: Estimate
    var maskCount: Double
    var total: Int
    var shown: [Shown]
    var seeds: String
    var masks: String
  }

  struct Shown: Sendable {
    var id: String
    var before: Double
    var after: Double
    var oracle: Double
  }

  func step(in study: Study) -> ScoreStep {
    ScoreStep(seed: study.seeds[0], masks: study.masks[0], settings: settings)
  }

  func steps(in study: Study) -> [any Step] { [MaskStep(study.masks[0]), step(in: study)] }

  func findings(in lab: Lab) async throws -> Findings {
    let step = step(in: lab.study)
    let sheet = try await lab.scores(step)
    let scores = try sheet.distributions([0, 1, 2])
    let changes = sheet.ids.indices.map { sheet.imageIoU($0, 1) - sheet.imageIoU($0, 0) }
    let shown = StratifiedSample.indices(
      of: changes, count: images, seed: lab.study.randomSeed)
    return Findings(
      before: scores[0].estimate, after: scores[1].estimate,
      gain: try sheet.comparison(of: 1, against: sheet, 0), oracle: scores[2].estimate,
      maskCount: sheet.meanMaskCount, total: sheet.ids.count,
      shown: shown.map { index in
        Shown(
          id: sheet.ids[index], before: sheet.imageIoU(index, 0),
          after: sheet.imageIoU(index, 1), oracle: sheet.imageIoU(index, 2))
      }, seeds: step.seed.name, masks: step.masks?.name ?? "")
  }

  func scores(of findings: Findings) -> [ScoreRecord] {
    [
      ScoreRecord(
        id: "raw-cam", label: "Pseudo labels as they are", seeds: findings.seeds,
        estimate: findings.before),
      ScoreRecord(
        id: "sepl", label: "After SEPL", seeds: findings.seeds, masks: findings.masks,
        rule: "sepl", estimate: findings.after, baseline: "raw-cam",
        difference: findings.gain.difference),
    ]
  }
}
