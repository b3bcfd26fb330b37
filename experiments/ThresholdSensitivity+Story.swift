import Experiments
import Report
import Vision

extension ThresholdSensitivity: ReportedExperiment {
  var subject: (stage: Pipeline.Stage, detail: String) { (.merge, "400 pairs of thresholds") }

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    Answer(answer(findings, labels: Wording.labels(study.seeds[0])))
    Lead { Block.pair(map(findings), table(findings)) }
    Asked {
      """
      A mask goes to a class if more than 0.5 of the mask lies in the class’ label, or more than \
      0.85 of the label lies in the mask. The paper gives these two numbers without a search. Here \
      both take twenty values, and, since the best of 400 cells always looks good on the images \
      that chose it, also those that are best on the other half of the images.
      """
    }
    Section("One threshold at a time") {
      cuts(findings)
      """
      A low mask threshold lets masks in that are mostly something else. At 1 none passes, and \
      where masks cover the whole image the pseudo label goes with them. The label threshold \
      matters only where one mask holds nearly all of a class.
      """
    }
    Outlook {
      """
      Masks of another granularity, and labels that are far better or worse than \
      \(Wording.labels(study.seeds[0])): the thresholds weigh a mask’s word against the label’s.
      """
    }
  }

  /// Scores further below the pseudo label than this share the scale's lowest colour.
  private static let depth = 0.05

  private func answer(_ findings: Findings, labels: String) -> Prose {
    let top = findings.grid[findings.best.label][findings.best.mask]
    let isNear = findings.atPaper.value >= top - plateauHeight
    let isBetter = top > findings.raw.value
    return """
      On \(labels), \(strong: "\(findings.plateau) of 400") pairs score within half a point of the \
      best, the paper’s 0.5 / 0.85 \(isNear ? "among them" : "not among them"). The best, \
      \(CellText.percent(top)), \(isBetter ? "is above" : "does not reach") the pseudo label’s \
      \(CellText.percent(findings.raw.value)). Choosing on held-out images \
      \(strong: Wording.verb(findings.heldOutFromPaper)) mIoU against the paper’s pair: \
      \(strong: Wording.points(findings.heldOutFromPaper)).
      """
  }

  private func map(_ findings: Findings) -> FigureBlock {
    let all = findings.grid.joined()
    let (least, most) = (all.min() ?? 0, all.max() ?? 1)
    let floor = findings.raw.value - Self.depth
    let ticks = values.map { "\($0)" }
    let isCut = least < floor && floor < most
    return FigureBlock(
      id: "threshold-map",
      figure: HeatMap(
        rows: .init("label threshold", labels: ticks),
        columns: .init("mask threshold", labels: ticks), values: findings.grid,
        axis: .percent("mIoU", extent: isCut ? .fixed(lower: floor, upper: most) : .data),
        marks: [
          .init(row: paper.label, column: paper.mask, name: "paper"),
          .init(row: findings.best.label, column: findings.best.mask, name: "best (oracle)"),
        ], plateau: .init(within: plateauHeight, name: "within 0.5 points")),
      caption: """
        mIoU for every pair of thresholds. Marked: the paper’s choice and the best on the truth it \
        is judged by (an oracle); outlined: within half a point of the best. \
        \(isCut ? "Below \(CellText.percent(floor)), down to \(CellText.percent(least)), all is dark." : "")
        """,
      alternativeText: """
        Heat map of mIoU against mask and label threshold, from \(CellText.percent(least)) to \
        \(CellText.percent(most)) percent.
        """, width: .column)
  }

  private func cuts(_ findings: Findings) -> FigureBlock {
    let all = findings.alongMask + findings.alongLabel
    let least = all.map(\.low).min() ?? 0
    let isCut = least < -Self.depth
    var axis = Axis.points("change of mIoU")
    if isCut {
      let most = max(0, all.map(\.high).max() ?? 0)
      axis.extent = .fixed(lower: -Self.depth, upper: most + 0.005)
    }
    return FigureBlock(
      id: "threshold-cuts",
      figure: LinePlot(
        x: Axis("threshold"), y: axis,
        series: [
          .init("mask threshold", zip(values, findings.alongMask).map { .init($0, $1) }),
          .init("label threshold", zip(values, findings.alongLabel).map { .init($0, $1) }),
        ],
        references: [.init(.y(0), name: "pseudo label")]),
      caption: """
        Change of mIoU against the pseudo label along each threshold, the other at the paper’s \
        value; bands are 95 % intervals of the paired difference. \
        \(isCut ? "Cut off below −5 points; the least is \(CellText.points(all.map(\.value).min() ?? 0))." : "")
        """,
      alternativeText: "Line plot of the change of mIoU against each threshold with bands.")
  }

  private func table(_ findings: Findings) -> TableBlock {
    let best = "\(values[findings.best.mask]) / \(values[findings.best.label]) (oracle)"
    return TableBlock(
      id: "threshold-table",
      table: Table(
        columns: [.init("thresholds"), .init("mIoU"), .init("Δ labels")],
        rows: [
          .init([.text("none: the pseudo label"), .rate(findings.raw.value), .none]),
          .init(
            [
              .text("0.5 / 0.85 (paper)"), .rate(findings.atPaper.value),
              .difference(findings.gain),
            ],
            isMarked: true),
          .init([
            .text("best on held-out images"), .rate(findings.heldOut.value),
            .difference(findings.heldOutGain),
          ]),
          .init(
            [.text(best), .rate(findings.oracle.value), .difference(findings.oracleGain)],
            isSummary: true),
        ]),
      caption: """
        mIoU over \(findings.images) images and the paired difference from the pseudo label with \
        its 95 % interval. Held-out: each half of the images is judged with the thresholds that \
        were best on the other half.
        """)
  }
}
