import Experiments
import Vision

/// Which part of SEPL does the work: each component removed, the authors' three mergers, another
/// group's re-implementation, and the masks' upper bound; and each kind of mask left out.
struct Ablation: Experiment {
  let id = "ablation"
  let question = "Which part of SEPL does the work?"

  /// What is tried: words for the reader, and the setting.
  let variants: [(label: String, setting: MergeSetting)] = [
    ("pseudo label as it is", .rawSeed),
    ("SEPL as stated", MergeSetting(.sepl)),
    ("without mask test", without("mask-test", .init(maskTest: false))),
    ("without label test", without("label-test", .init(labelTest: false))),
    ("without kept labels", without("seeds", .init(keepsSeeds: false))),
    (
      "without area cap",
      MergeSetting(.sepl, id: "sepl-without-cap", thresholds: .init(maximumMaskArea: 1))
    ),
    ("official", MergeSetting(.official)),
    ("official-max-iou", MergeSetting(.officialMaxIoU)),
    ("official-max-iou-imp", MergeSetting(.officialMaxIoUImp)),
    (
      "official, capped",
      MergeSetting(.official, id: "official-capped", thresholds: .init(maximumMaskArea: 0.95))
    ),
    ("fma", MergeSetting(.fma)),
    ("fma without seeds", MergeSetting(.fmaWithoutSeeds)),
    ("best class (oracle)", MergeSetting(.oracle)),
  ]

  private static func without(_ part: String, _ components: SEPLRule.Components) -> MergeSetting {
    MergeSetting(.paper(name: "sepl-without-\(part)", components))
  }

  /// The rules without one of their parts.
  let removals = 2...5

  /// What is left out of the masks: words for the reader, and how.
  let kinds: [(label: String, arrangement: MaskArrangement)] = [
    ("all masks", .none),
    ("without wholes", .without(.nested(.wholes))),
    ("without parts", .without(.nested(.parts))),
    ("without subparts", .without(.nested(.subparts))),
    ("without small masks", .without(.small())),
    ("without large masks", .without(.large())),
    ("without masks that seem to hold several objects", .singleObject()),
  ]
  let oracleKinds: [(label: String, oracle: MaskOracle)] = [
    ("without masks of several objects (oracle)", .withoutSeveralObjects)
  ]
  private let kindSettings: [MergeSetting] = [.init(.sepl), .init(.oracle)]

  var parameters: [Parameter] {
    let defaults = SEPLRule.sepl.defaults
    return [
      Parameter("mask threshold", defaults.mask), Parameter("label threshold", defaults.label),
      Parameter("cap on mask area", "\(defaults.maximumMaskArea) of the image, sepl"),
      Parameter("variants", "\(variants.count - 1)"),
      Parameter(
        "masks left out",
        (kinds.dropFirst().map(\.arrangement.name) + oracleKinds.map(\.oracle.name))
          .joined(separator: ", ")),
      Parameter("a whole", "in no other mask; a part in a whole; a subpart deeper"),
      Parameter(
        "a mask lies in another", "that holds over 0.3 of it and fills at most 0.95 of the image"),
      Parameter("small, large", "less than 0.01, more than 0.25 of the image"),
    ]
  }

  struct Row: Sendable {
    var label: String
    var id: String
    var score: Estimate
    var fromRaw: Estimate
    /// nil for SEPL itself.
    var fromSEPL: Comparison?
    var falsePositives: Double?
    var falseNegatives: Double?
  }

  /// SEPL with some masks left out.
  struct KindRow: Sendable {
    var label: String
    var name: String
    var readsTruth: Bool
    var measures: MaskSetMeasures
    var score: Estimate
    /// Each mask's best class by the truth.
    var oracle: Estimate
    /// Against all masks; nil for these.
    var comparison: Comparison?
  }

  struct Findings: Sendable {
    var rows: [Row]
    /// SEPL as stated against the labels as they are.
    var gain: Comparison
    var kinds: [KindRow]
    var seeds: String
    var masks: String
    var images: Int
  }

  func step(in study: Study) -> ScoreStep {
    ScoreStep(seed: study.seeds[0], masks: study.masks[0], settings: variants.map(\.setting))
  }

  func kindStep(in study: Study) -> ArrangementStep {
    ArrangementStep(
      seed: study.seeds[0], masks: study.masks[0], arrangements: kinds.map(\.arrangement),
      oracles: oracleKinds.map(\.oracle), settings: kindSettings)
  }

  func steps(in study: Study) -> [any Step] {
    [MaskStep(study.masks[0]), step(in: study), kindStep(in: study)]
  }

  func findings(in lab: Lab) async throws -> Findings {
    let step = step(in: lab.study)
    let sheet = try await lab.scores(step)
    let scores = try sheet.distributions(Array(variants.indices))
    // The labels as they are and the oracle are no variants of the rule.
    let compared = Array(variants.indices.dropFirst(2).dropLast())
    let comparisons = Dictionary(
      uniqueKeysWithValues: zip(compared, try sheet.comparisons(of: compared, with: 1)))
    let rows = variants.indices.map { index in
      let set = sheet.score(index)
      return Row(
        label: variants[index].label, id: variants[index].setting.id,
        score: scores[index].estimate, fromRaw: scores[index].difference(from: scores[0]),
        fromSEPL: comparisons[index], falsePositives: set.falsePositiveRate,
        falseNegatives: set.falseNegativeRate)
    }
    return Findings(
      rows: rows, gain: try sheet.comparison(of: 1, against: sheet, 0),
      kinds: try await kindRows(in: lab), seeds: step.seed.name, masks: step.masks?.name ?? "",
      images: sheet.ids.count)
  }

  private func kindRows(in lab: Lab) async throws -> [KindRow] {
    let step = kindStep(in: lab.study)
    let sheet = try await lab.arrangements(step, stage: "kinds of masks left out")
    let whole = sheet.scores[0]
    var comparisons = try sheet.scores.dropFirst().map {
      try $0.comparison(of: 0, against: whole, 0)
    }
    // What reads the truth is no candidate, and costs the others no power.
    let fair = kinds.count - 1
    comparisons.replaceSubrange(..<fair, with: Array(comparisons[..<fair]).corrected)
    let labels = kinds.map(\.label) + oracleKinds.map(\.label)
    return try labels.indices.map { index in
      let scores = try sheet.scores[index].distributions([0, 1])
      return KindRow(
        label: labels[index], name: step.names[index], readsTruth: index >= kinds.count,
        measures: sheet.measures[index], score: scores[0].estimate, oracle: scores[1].estimate,
        comparison: index == 0 ? nil : comparisons[index - 1])
    }
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
      + findings.kinds.dropFirst().map { row in
        ScoreRecord(
          id: "sepl+\(row.name)", label: "SEPL \(row.label)", seeds: findings.seeds,
          masks: findings.masks, rule: "sepl", estimate: row.score, baseline: "sepl",
          difference: row.comparison?.difference)
      }
  }
}
