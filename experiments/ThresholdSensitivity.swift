import Experiments
import Report
import Vision

/// Both of SEPL's thresholds over a 20×20 grid, and what choosing them on other images gives.
struct ThresholdSensitivity: ReportedExperiment {
  let id = "threshold-sensitivity"
  let question = "How much do SEPL’s two thresholds matter?"
  let sourceFile = "ThresholdSensitivity.swift"
  /// Values that both thresholds take: 0.05, 0.10 … 1.
  let values = (1...20).map { Double($0) / 20 }
  /// The paper's choice, as positions in `values`.
  let paper = (mask: 9, label: 16)

  var parameters: [Parameter] {
    [
      Parameter("rule", SEPLRule.sepl.name),
      Parameter("mask thresholds", "0.05, 0.10 … 1"),
      Parameter("label thresholds", "0.05, 0.10 … 1"),
      Parameter("choice on held-out images", "two folds by id, each judged with the other’s best"),
    ]
  }

  struct Findings: Sendable {
    /// `[label, mask]` mIoU.
    var grid: [[Double]]
    var raw: Estimate
    var atPaper: Estimate
    var gain: Estimate
    var best: (mask: Int, label: Int)
    var oracle: Estimate
    var heldOut: Estimate
    var heldOutGain: Estimate
    var alongMask: [Estimate]
    var alongLabel: [Estimate]
    var plateau: Int
    var seeds: String
    var masks: String
    var images: Int
  }

  private func index(mask: Int, label: Int) -> Int { 1 + label * values.count + mask }

  func step(in study: Study) -> ScoreStep {
    let grid = values.flatMap { label in
      values.map { mask in
        MergeSetting(.sepl, thresholds: SEPLThresholds(mask: mask, label: label))
      }
    }
    return ScoreStep(
      seed: study.seeds[0], masks: study.masks[0], settings: [.rawSeed] + grid)
  }

  func steps(in study: Study) -> [any Step] { [MaskStep(study.masks[0]), step(in: study)] }

  func findings(in lab: Lab) async throws -> Findings {
    let step = step(in: lab.study)
    let sheet = try await lab.scores(step)
    let grid = values.indices.map { label in
      values.indices.map { mask in
        sheet.score(index(mask: mask, label: label)).meanIoU ?? 0
      }
    }
    let best = bestCell(grid)
    let folds = [0, 1].map { fold in
      let others = sheet.restricted { Study.fold(of: $0) != fold }
      let cell = bestCell(
        values.indices.map { label in
          values.indices.map { others.score(index(mask: $0, label: label)).meanIoU ?? 0 }
        })
      return index(mask: cell.mask, label: cell.label)
    }
    let raw = try sheet.distribution(0)
    let atPaper = try sheet.distribution(index(mask: paper.mask, label: paper.label))
    let heldOut = try sheet.distribution { folds[Study.fold(of: $0)] }
    let top = grid[best.label][best.mask]
    return Findings(
      grid: grid, raw: raw.estimate, atPaper: atPaper.estimate,
      gain: atPaper.difference(from: raw), best: best,
      oracle: try sheet.distribution(index(mask: best.mask, label: best.label)).estimate,
      heldOut: heldOut.estimate, heldOutGain: heldOut.difference(from: atPaper),
      alongMask: try sheet.distributions(
        values.indices.map { index(mask: $0, label: paper.label) }
      ).map(\.estimate),
      alongLabel: try sheet.distributions(
        values.indices.map { index(mask: paper.mask, label: $0) }
      ).map(\.estimate),
      plateau: grid.joined().count { $0 >= top - 0.005 }, seeds: step.seed.name,
      masks: step.masks?.name ?? "", images: sheet.ids.count)
  }

  /// The cell of the largest mIoU; of equals, the one nearest to the paper's choice.
  private func bestCell(_ grid: [[Double]]) -> (mask: Int, label: Int) {
    var best = paper
    for label in grid.indices {
      for mask in grid[label].indices {
        let (new, old) = (grid[label][mask], grid[best.label][best.mask])
        let distance = abs(mask - paper.mask) + abs(label - paper.label)
        let oldDistance = abs(best.mask - paper.mask) + abs(best.label - paper.label)
        if (new, -distance) > (old, -oldDistance) { best = (mask, label) }
      }
    }
    return best
  }

  func scores(of findings: Findings) -> [ScoreRecord] {
    [
      ScoreRecord(
        id: "raw-cam", label: "Pseudo labels as they are", seeds: findings.seeds,
        estimate: findings.raw),
      ScoreRecord(
        id: "sepl", label: "SEPL at 0.5 / 0.85", seeds: findings.seeds, masks: findings.masks,
        rule: "sepl", estimate: findings.atPaper, baseline: "raw-cam", difference: findings.gain),
      ScoreRecord(
        id: "sepl-held-out", label: "SEPL, thresholds chosen on held-out images",
        seeds: findings.seeds, masks: findings.masks, rule: "sepl", estimate: findings.heldOut,
        baseline: "sepl", difference: findings.heldOutGain),
      ScoreRecord(
        id: "sepl-oracle-thresholds", label: "SEPL, thresholds chosen on the truth (oracle)",
        seeds: findings.seeds, masks: findings.masks, rule: "sepl", estimate: findings.oracle),
    ]
  }

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    let worst = findings.grid.joined().min() ?? 0
    let top = findings.grid[findings.best.label][findings.best.mask]
    Answer(
      """
      Over the whole grid mIoU runs from \(CellText.percent(worst)) to \(CellText.percent(top)); \
      \(findings.plateau) of 400 cells lie within half a point of the best. Choosing thresholds on \
      held-out images \(strong: Wording.verb(findings.heldOutGain)) mIoU against the paper’s 0.5 / \
      0.85: \(strong: Wording.points(findings.heldOutGain)).
      """)
    Lead {
      Block.pair(
        FigureBlock(
          id: "threshold-map", figure: heatMap(findings),
          caption: """
            mIoU for every pair of thresholds. Marked: the paper’s choice and the best on the \
            evaluated truth (an oracle); outlined: within half a point of the best.
            """,
          alternativeText: """
            Heat map of mIoU against mask and label threshold, from \(CellText.percent(worst)) to \
            \(CellText.percent(top)) percent.
            """, width: .column),
        TableBlock(
          id: "threshold-table", table: table(findings),
          caption: """
            mIoU with 95 % intervals. Held-out: each half of the images is judged with the \
            thresholds that were best on the other half.
            """))
    }
    Section("One threshold at a time") {
      FigureBlock(
        id: "threshold-cuts", figure: cuts(findings),
        caption: """
          mIoU along each threshold with the other at the paper’s value; bands are 95 % intervals, \
          the line is the pseudo label as it is.
          """,
        alternativeText: "Line plot of mIoU against each threshold with bands.")
      """
      A low mask threshold lets masks in that are mostly something else; a threshold of 1 lets in \
      none. The label threshold matters only where one mask holds nearly all of a class.
      """
      if study.seeds[0].isSimulated { Block.note(Wording.simulatedNote) }
    }
    Section("What would change the answer") {
      """
      Masks of another granularity, and labels that are far better or worse than \(findings.seeds): \
      the thresholds weigh a mask’s word against the label’s.
      """
    }
  }

  private func heatMap(_ findings: Findings) -> HeatMap {
    let ticks = values.map { "\($0)" }
    return HeatMap(
      rows: .init("label threshold", labels: ticks),
      columns: .init("mask threshold", labels: ticks), values: findings.grid,
      axis: .percent("mIoU", extent: .data),
      marks: [
        .init(row: paper.label, column: paper.mask, name: "paper"),
        .init(row: findings.best.label, column: findings.best.mask, name: "best (oracle)"),
      ], plateau: .init(within: 0.005, name: "within 0.5 points"))
  }

  private func cuts(_ findings: Findings) -> LinePlot {
    LinePlot(
      x: Axis("threshold"), y: .percent("mIoU"),
      series: [
        .init("mask threshold", zip(values, findings.alongMask).map { .init($0, $1) }),
        .init("label threshold", zip(values, findings.alongLabel).map { .init($0, $1) }),
      ],
      references: [.init(.y(findings.raw.value), name: "pseudo label")])
  }

  private func table(_ findings: Findings) -> Table {
    Table(
      columns: [.init("thresholds"), .init("mIoU"), .init("Δ labels"), .init("Δ paper")],
      rows: [
        .init([.text("pseudo label as it is"), .rate(findings.raw.value), .none, .none]),
        .init(
          [
            .text("0.5 / 0.85 (paper)"), .rate(findings.atPaper.value), .difference(findings.gain),
            .none,
          ], isMarked: true),
        .init([
          .text("chosen on held-out images"), .rate(findings.heldOut.value), .none,
          .difference(findings.heldOutGain),
        ]),
        .init(
          [
            .text("\(values[findings.best.mask]) / \(values[findings.best.label]) (oracle)"),
            .rate(findings.oracle.value), .none, .none,
          ], isSummary: true),
      ])
  }
}
