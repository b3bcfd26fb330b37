import Experiments
import Report
import Vision

/// The paper's headline, for any number of methods: pseudo labels before and after SEPL, per method
/// and on average, with every mask source there is.
struct Methods: ReportedExperiment {
  let id = "methods"
  let question = "How much does SEPL improve each method’s pseudo labels?"
  let sourceFile = "Methods.swift"
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

  struct Findings: Sendable {
    var rows: [Row]
    var meanGain: Estimate
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
      rows: rows, meanGain: after.difference(from: before), images: sheets[0].ids.count)
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

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    let names = findings.rows.map { study.masks.count > 1 ? "\($0.seeds), \($0.masks)" : $0.seeds }
    if let row = findings.rows.first, findings.rows.count == 1 {
      Answer(
        Wording.change(
          "On \(row.seeds) labels, SEPL with \(row.masks) masks", from: row.before.value,
          to: row.after.value, row.gain))
    } else {
      Answer(
        """
        Over \(findings.rows.count) combinations of labels and masks, SEPL \
        \(strong: Wording.verb(findings.meanGain)) mIoU: \
        \(strong: Wording.points(findings.meanGain)) on average.
        """)
    }
    Lead {
      Block.pair(
        FigureBlock(
          id: "methods-bars",
          figure: BarChart(
            categories: names,
            series: [
              .init("before", findings.rows.map { .init($0.before) }),
              .init("after SEPL", findings.rows.map { .init($0.after) }),
            ],
            axis: .percent("mIoU", including: [0]), orientation: .lying),
          caption: "mIoU of the pseudo labels before and after SEPL; whiskers are 95 % intervals.",
          alternativeText:
            "Bars of mIoU before and after SEPL for \(names.joined(separator: ", "))."),
        TableBlock(
          id: "methods-table", table: table(findings, names),
          caption: """
            mIoU before and after, the paired difference with its 95 % interval, the same difference \
            under the authors’ own merger, images better and worse, and the best that choosing a \
            class per mask could give (an oracle).
            """))
    }
    Section("What was asked") {
      """
      The paper reports gains on five methods, +6.2 mIoU on average, with masks of SAM ViT-H. Here \
      every set of pseudo labels given with \(code: "--pseudo") meets every source of masks given \
      with \(code: "--masks").
      """
      if study.seeds.contains(where: \.isSimulated) { Block.note(Wording.simulatedNote) }
    }
    Section("What would change the answer") {
      """
      Better masks: the oracle column is what these masks allow when every mask knows its class, so \
      a rule cannot pass it by choosing masks. More images: the intervals are over the \
      \(findings.images) images scored here.
      """
    }
  }

  private func table(_ findings: Findings, _ names: [String]) -> Table {
    Table(
      columns: [
        .init("labels"), .init("masks/image"), .init("before"), .init("after", best: .largest),
        .init("Δ", help: "paired difference, points"),
        .init("Δ official", help: "the authors’ merger, points"), .init("better"), .init("worse"),
        .init("oracle"),
      ],
      rows: zip(findings.rows, names).map { row, name in
        Table.Row([
          .text(name), .number(row.maskCount, digits: 1), .rate(row.before.value),
          .rate(row.after.value), .difference(row.gain), .difference(row.official),
          .count(row.better), .count(row.worse), .rate(row.oracle.value),
        ])
      })
  }
}
