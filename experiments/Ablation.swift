import Experiments
import Vision

/// Which part of SEPL does the work: each component removed, the authors' three mergers, another
/// group's re-implementation, and the masks' upper bound.
struct Ablation: Experiment {
  let id = "ablation"
  let question = "Which part of SEPL does the work?"

  /// What is tried: words for the reader, and the setting.
  let variants: [(label: String, setting: MergeSetting)] = [
    ("pseudo label as it is", .rawSeed),
    ("SEPL as stated", MergeSetting(.sepl)),
    ("without the test of the mask’s share", without("mask-test", .init(maskTest: false))),
    ("without the test of the label’s share", without("label-test", .init(labelTest: false))),
    ("without the label outside masks", without("seeds", .init(keepsSeeds: false))),
    (
      "without the cap on mask area",
      MergeSetting(.sepl, id: "sepl-without-cap", thresholds: .init(maximumMaskArea: 1))
    ),
    ("official (authors’ default)", MergeSetting(.official)),
    ("official-max-iou", MergeSetting(.officialMaxIoU)),
    ("official-max-iou-imp", MergeSetting(.officialMaxIoUImp)),
    (
      "official with the cap",
      MergeSetting(.official, id: "official-capped", thresholds: .init(maximumMaskArea: 0.95))
    ),
    ("fma", MergeSetting(.fma)),
    ("fma without seeds", MergeSetting(.fmaWithoutSeeds)),
    ("best class per mask (oracle)", MergeSetting(.oracle)),
  ]

  private static func without(_ part: String, _ components: SEPLRule.Components) -> MergeSetting {
    MergeSetting(.paper(name: "sepl-without-\(part)", components))
  }

  /// The rules without one of their parts.
  let removals = 2...5

  var parameters: [Parameter] {
    let defaults = SEPLRule.sepl.defaults
    return [
      Parameter("mask threshold", defaults.mask), Parameter("label threshold", defaults.label),
      Parameter("cap on mask area", "\(defaults.maximumMaskArea) of the image, sepl"),
      Parameter("variants", "\(variants.count - 1)"),
    ]
  }

  struct Row: Sendable {
    var label: String
    var id: String
    var score: Estimate
    var fromRaw: Estimate
    var fromSEPL: Estimate
    var falsePositives: Double?
    var falseNegatives: Double?
  }

  struct Findings: Sendable {
    var rows: [Row]
    var seeds: String
    var masks: String
  }

  func step(in study: Study) -> ScoreStep {
    ScoreStep(seed: study.seeds[0], masks: study.masks[0], settings: variants.map(\.setting))
  }

  func steps(in study: Study) -> [any Step] { [MaskStep(study.masks[0]), step(in: study)] }

  func findings(in lab: Lab) async throws -> Findings {
    let step = step(in: lab.study)
    let sheet = try await lab.scores(step)
    let scores = try sheet.distributions(Array(variants.indices))
    let rows = variants.indices.map { index in
      let set = sheet.score(index)
      return Row(
        label: variants[index].label, id: variants[index].setting.id,
        score: scores[index].estimate, fromRaw: scores[index].difference(from: scores[0]),
        fromSEPL: scores[index].difference(from: scores[1]),
        falsePositives: set.falsePositiveRate, falseNegatives: set.falseNegativeRate)
    }
    return Findings(rows: rows, seeds: step.seed.name, masks: step.masks?.name ?? "")
  }

  func scores(of findings: Findings) -> [ScoreRecord] {
    findings.rows.map { row in
      ScoreRecord(
        id: row.id, label: row.label, seeds: findings.seeds,
        masks: row.id == "raw-cam" ? nil : findings.masks,
        rule: row.id == "raw-cam" ? nil : row.id, estimate: row.score,
        baseline: row.id == "raw-cam" ? nil : "raw-cam",
        difference: row.id == "raw-cam" ? nil : row.fromRaw)
    }
  }
}
