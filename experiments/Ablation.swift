import Experiments
import Report
import Vision

/// Which part of SEPL does the work: each component removed, the authors' three mergers, another
/// group's re-implementation, and the masks' upper bound.
struct Ablation: ReportedExperiment {
  let id = "ablation"
  let question = "Which part of SEPL does the work?"
  let sourceFile = "Ablation.swift"

  /// What is tried: words for the reader, and the setting.
  let variants: [(label: String, setting: MergeSetting)] = [
    ("pseudo label as it is", .rawSeed),
    ("SEPL as the paper states it", MergeSetting(.sepl)),
    ("− test of the mask’s share", without("mask-test", .init(maskTest: false))),
    ("− test of the label’s share", without("label-test", .init(labelTest: false))),
    ("− pseudo label kept where no mask is", without("seeds", .init(keepsSeeds: false))),
    (
      "− cap on mask area",
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

  var parameters: [Parameter] {
    variants.compactMap { variant in
      guard let rule = variant.setting.rule else { return nil }
      let thresholds = variant.setting.thresholds
      return Parameter(
        variant.label,
        "\(rule.name), thresholds \(thresholds.mask) and \(thresholds.label), "
          + "masks up to \(thresholds.maximumMaskArea) of the image")
    }
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

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    let removals = findings.rows[2...5]
    let largest = removals.min { $0.fromSEPL.value < $1.fromSEPL.value } ?? findings.rows[2]
    let change = Wording.change(
      "SEPL", from: findings.rows[0].score.value, to: findings.rows[1].score.value,
      findings.rows[1].fromRaw)
    Answer(
      """
      \(change) Removing one part costs most for \
      “\(largest.label)”: \(strong: Wording.points(largest.fromSEPL)) against the full rule.
      """)
    Lead {
      Block.pair(
        FigureBlock(
          id: "ablation-bars",
          figure: BarChart(
            categories: findings.rows.map(\.label),
            series: [.init("mIoU", findings.rows.map { .init($0.score) })],
            axis: .percent("mIoU", including: [0]), orientation: .lying),
          caption: "mIoU of every variant; whiskers are 95 % intervals.",
          alternativeText: "Bars of mIoU for \(findings.rows.count) variants of SEPL."),
        TableBlock(
          id: "ablation-table", table: table(findings),
          caption: """
            mIoU, paired differences from the pseudo label and from the full rule with 95 % \
            intervals, and foreground means of the false-positive and false-negative rates. The last \
            row reads the ground truth and is an upper bound.
            """))
    }
    Section("What was run") {
      """
      Labels: \(findings.seeds). Masks: \(findings.masks). Every variant saw the same images, masks \
      and thresholds; only what its name says was changed.
      """
      if study.seeds[0].isSimulated { Block.note(Wording.simulatedNote) }
    }
    Section("What would change the answer") {
      """
      Masks of another kind. A cap on mask area matters only where some mask is as large as the \
      scene; keeping the pseudo label matters only where masks leave gaps.
      """
    }
  }

  private func table(_ findings: Findings) -> Table {
    Table(
      columns: [
        .init("variant"), .init("mIoU", best: .largest), .init("Δ labels"), .init("Δ SEPL"),
        .init("FP", best: .smallest), .init("FN", best: .smallest),
      ],
      rows: findings.rows.enumerated().map { index, row in
        Table.Row(
          [
            .text(row.label), .rate(row.score.value),
            index == 0 ? .none : .difference(row.fromRaw),
            index <= 1 ? .none : .difference(row.fromSEPL), .rate(row.falsePositives),
            .rate(row.falseNegatives),
          ], isSummary: index == findings.rows.count - 1, isMarked: index == 1)
      })
  }
}
