import Experiments
import Report
import Vision

/// How SEPL's gain depends on how wrong the seed is: false negatives and false positives set apart,
/// which no published label lets one do.
struct SeedQuality: ReportedExperiment {
  let id = "seed-quality"
  let question = "How wrong must a seed be before SEPL helps?"
  let sourceFile = "SeedQuality.swift"
  let falseNegativeRates = [0, 0.15, 0.3, 0.45, 0.6]
  let falsePositiveRates = [0, 0.15, 0.3, 0.45]
  let settings: [MergeSetting] = [.rawSeed, .init(.sepl)]

  var parameters: [Parameter] {
    [
      Parameter("false-negative rates", falseNegativeRates.map { "\($0)" }.joined(separator: ", ")),
      Parameter("false-positive rates", falsePositiveRates.map { "\($0)" }.joined(separator: ", ")),
      Parameter("seeds", "simulated from the ground truth"),
    ]
  }

  func obstacle(in study: Study) -> String? {
    if study.masks.isEmpty { return "it needs masks (--masks)" }
    if study.samples.contains(where: { $0.truthPath == nil }) {
      return "it simulates seeds from the ground truth, which some image lacks"
    }
    return nil
  }

  struct Cell: Sendable {
    var falseNegativeRate: Double
    var falsePositiveRate: Double
    var before: Estimate
    var after: Estimate
    var gain: Estimate
  }

  struct Findings: Sendable {
    /// `[falseNegativeRates, falsePositiveRates]`, row-major.
    var cells: [Cell]
    var masks: String
    var images: Int
  }

  func scoreSteps(in study: Study) -> [ScoreStep] {
    falseNegativeRates.flatMap { missed in
      falsePositiveRates.map { added in
        ScoreStep(
          seed: .simulated(
            falseNegativeRate: missed, falsePositiveRate: added, seed: study.randomSeed),
          masks: study.masks[0], settings: settings)
      }
    }
  }

  func steps(in study: Study) -> [any Step] {
    [MaskStep(study.masks[0])] + scoreSteps(in: study)
  }

  func findings(in lab: Lab) async throws -> Findings {
    let sheets = try await lab.scores(scoreSteps(in: lab.study), stage: "simulated seeds")
    let rates = falseNegativeRates.flatMap { missed in
      falsePositiveRates.map { (missed, $0) }
    }
    let cells = try zip(rates, sheets).map { rates, sheet in
      let scores = try sheet.distributions([0, 1])
      return Cell(
        falseNegativeRate: rates.0, falsePositiveRate: rates.1, before: scores[0].estimate,
        after: scores[1].estimate, gain: scores[1].difference(from: scores[0]))
    }
    return Findings(
      cells: cells, masks: lab.study.masks[0].name, images: sheets[0].ids.count)
  }

  func scores(of findings: Findings) -> [ScoreRecord] {
    findings.cells.map { cell in
      ScoreRecord(
        id: "sepl", label: "After SEPL",
        seeds: "simulated-fn\(cell.falseNegativeRate)-fp\(cell.falsePositiveRate)",
        masks: findings.masks, rule: "sepl", estimate: cell.after, baseline: "raw-cam",
        difference: cell.gain)
    }
  }

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    let helped = findings.cells.count { $0.gain.low > 0 }
    let harmed = findings.cells.count { $0.gain.high < 0 }
    let best = findings.cells.max { $0.gain.value < $1.gain.value } ?? findings.cells[0]
    let worst = findings.cells.min { $0.gain.value < $1.gain.value } ?? findings.cells[0]
    Answer(
      """
      With \(findings.masks) masks SEPL raises mIoU for \(strong: "\(helped)") of \
      \(findings.cells.count) kinds of simulated seed and lowers it for \(strong: "\(harmed)"). It \
      gains most, \(strong: Wording.points(best.gain)), where \(name(best)), and least, \
      \(strong: Wording.points(worst.gain)), where \(name(worst)).
      """)
    Lead {
      Block.pair(
        FigureBlock(
          id: "seed-map", figure: heatMap(findings),
          caption: """
            SEPL’s gain in mIoU points for simulated seeds that miss and add a chosen share of \
            each object’s pixels. Simulated: no method’s labels are shown here.
            """,
          alternativeText: """
            Heat map of gain against false-negative and false-positive rate of simulated seeds.
            """, width: .column),
        TableBlock(
          id: "seed-table", table: table(findings),
          caption: """
            mIoU of simulated seeds before and after SEPL and the paired difference with its 95 % \
            interval, over \(findings.images) images.
            """))
    }
    Section("What was asked") {
      Block.note(Wording.simulatedNote)
      """
      A seed errs in two ways: it misses parts of an object (false negatives, partial activation) \
      and covers what is not the object (false positives, false activation). Published labels mix \
      both. Here errors are drawn as blobs at chosen rates, so that their effects come apart.
      """
    }
    Section("What was found") {
      FigureBlock(
        id: "seed-lines", figure: lines(findings),
        caption: """
          mIoU before and after SEPL against the share of missed pixels, for seeds without added \
          pixels (simulated); bands are 95 % intervals.
          """,
        alternativeText: "Line plot of mIoU before and after against the false-negative rate.")
    }
    Section("What would change the answer") {
      """
      Errors of another shape: real seeds miss the same part of every object of a class. Masks that \
      follow objects more closely: the gain is bounded by what the masks offer.
      """
    }
  }

  private func name(_ cell: Cell) -> String {
    "\(CellText.percent(cell.falseNegativeRate)) % of the pixels are missed and "
      + "\(CellText.percent(cell.falsePositiveRate)) % added"
  }

  private func heatMap(_ findings: Findings) -> HeatMap {
    let width = falsePositiveRates.count
    return HeatMap(
      rows: .init("false negatives, %", labels: falseNegativeRates.map(percent)),
      columns: .init("false positives, %", labels: falsePositiveRates.map(percent)),
      values: falseNegativeRates.indices.map { row in
        (0..<width).map { findings.cells[row * width + $0].gain.value }
      }, axis: .points("gain"), showsValues: true)
  }

  private func percent(_ rate: Double) -> String { "\(Int((rate * 100).rounded()))" }

  private func lines(_ findings: Findings) -> LinePlot {
    let clean = findings.cells.filter { $0.falsePositiveRate == 0 }
    return LinePlot(
      x: .percent("missed pixels"), y: .percent("mIoU"),
      series: [
        .init("simulated seed", clean.map { .init($0.falseNegativeRate, $0.before) }),
        .init("after SEPL", clean.map { .init($0.falseNegativeRate, $0.after) }),
      ])
  }

  private func table(_ findings: Findings) -> Table {
    Table(
      columns: [
        .init("missed / added"), .init("before"), .init("after"), .init("Δ", best: .largest),
      ],
      rows: findings.cells.map { cell in
        Table.Row([
          .text("\(percent(cell.falseNegativeRate)) % / \(percent(cell.falsePositiveRate)) %"),
          .rate(cell.before.value), .rate(cell.after.value), .difference(cell.gain),
        ])
      })
  }
}
