import Experiments
import Vision

/// The images that SEPL improves and worsens most, and where the IoU that is missing went.
struct Failures: Experiment {
  let id = "failures"
  let question = "Where does SEPL fail, and whose fault is it?"
  let images = 12
  let setting = MergeSetting(.sepl)

  var parameters: [Parameter] {
    [
      Parameter("best and worst images shown", images), Parameter("rule", setting.rule?.name ?? ""),
      Parameter("a mask offers a pixel", "to the class that fills more than half of the mask"),
      Parameter("boundary band", "2 % of the image’s diagonal"),
    ]
  }

  struct Findings: Sendable {
    var losses: LossAttribution
    var boundary: (before: Double?, after: Double?)
    var before: SegmentationScore
    var after: SegmentationScore
    var gain: Estimate
    var beforeIoU: Estimate
    var afterIoU: Estimate
    /// Every image, from the largest gain to the largest loss.
    var ranked: [Image]
    var best: [Image]
    var worst: [Image]
    var seeds: String
    var masks: String
  }

  struct Image: Sendable {
    var id: String
    var before: Double
    var after: Double
    var losses: LossAttribution

    var change: Double { after - before }
  }

  private func scoreStep(in study: Study) -> ScoreStep {
    ScoreStep(seed: study.seeds[0], masks: study.masks[0], settings: [.rawSeed, setting])
  }

  private func lossStep(in study: Study) -> LossStep {
    LossStep(seed: study.seeds[0], masks: study.masks[0], setting: setting)
  }

  func steps(in study: Study) -> [any Step] {
    [MaskStep(study.masks[0]), scoreStep(in: study), lossStep(in: study)]
  }

  func findings(in lab: Lab) async throws -> Findings {
    let sheet = try await lab.scores(scoreStep(in: lab.study))
    let losses = try await lab.losses(lossStep(in: lab.study))
    let byID = Dictionary(
      zip(losses.ids, losses.images).map { ($0, $1.attribution) },
      uniquingKeysWith: { first, _ in first })
    let ranked = sheet.ids.indices.map { index in
      Image(
        id: sheet.ids[index], before: sheet.imageIoU(index, 0), after: sheet.imageIoU(index, 1),
        losses: byID[sheet.ids[index]] ?? LossAttribution())
    }.sorted { ($0.change, $1.id) > ($1.change, $0.id) }
    let scores = try sheet.distributions([0, 1])
    return Findings(
      losses: losses.attribution, boundary: losses.boundaryIoU, before: sheet.score(0),
      after: sheet.score(1), gain: scores[1].difference(from: scores[0]),
      beforeIoU: scores[0].estimate, afterIoU: scores[1].estimate,
      ranked: ranked, best: Array(ranked.filter { $0.change > 0 }.prefix(images)),
      worst: Array(ranked.filter { $0.change < 0 }.suffix(images).reversed()),
      seeds: lab.study.seeds[0].name, masks: lab.study.masks[0].name)
  }

  func scores(of findings: Findings) -> [ScoreRecord] {
    [
      ScoreRecord(
        id: "sepl", label: "After SEPL", seeds: findings.seeds, masks: findings.masks,
        rule: "sepl", estimate: findings.afterIoU, baseline: "raw-cam", difference: findings.gain)
    ]
  }
}
