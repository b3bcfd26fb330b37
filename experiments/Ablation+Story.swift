import Experiments
import Report
import Vision

extension Ablation: ReportedExperiment {
  var subject: (stage: Pipeline.Stage, detail: String) {
    (.merge, "\(variants.count - 1) variants")
  }

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    let shown = findings.rows.dropFirst().filter { abs($0.fromRaw.value) <= Self.chartedChange }
    Answer(answer(findings, labels: Wording.labels(study.seeds[0])))
    Lead {
      Block.pair(chart(Array(shown), of: findings), table(findings))
    }
    Asked {
      """
      SEPL is several decisions at once: a mask must lie mostly within one class, it must hold \
      enough of that class’ label, pixels that no mask claims keep their label, and the paper’s \
      text and the authors’ code differ in details. Each was changed alone, on the same images, \
      \(findings.seeds) labels and \(findings.masks) masks.
      """
    }
    Outlook {
      """
      Masks of another kind. A cap on mask area matters only where some mask is as large as the \
      scene; keeping the label matters only where masks leave gaps.
      """
    }
  }

  /// Larger changes would flatten every other bar; the table has them.
  private static let chartedChange = 0.2

  private func answer(_ findings: Findings, labels: String) -> Prose {
    let sorted = findings.rows[removals].sorted { abs($0.fromSEPL.value) > abs($1.fromSEPL.value) }
    let change = Wording.change(
      "On \(labels), SEPL as stated", from: findings.rows[0].score.value,
      to: findings.rows[1].score.value,
      findings.rows[1].fromRaw)
    let part = sorted[0].label.replacing("without ", with: "")
    let matters =
      sorted[0].fromSEPL.high < 0
      ? "What it cannot do without is" : "What changes most when left out is"
    return """
      \(change) \(matters) \(part): \(strong: Wording.points(sorted[0].fromSEPL)) against the full \
      rule. No other removal moves mIoU by more than \
      \(CellText.percent(abs(sorted[1].fromSEPL.value))) points.
      """
  }

  private func chart(_ shown: [Row], of findings: Findings) -> FigureBlock {
    let hidden = findings.rows.dropFirst().filter { row in !shown.contains { $0.id == row.id } }
    let note = hidden.map { "“\($0.label)”, \(CellText.points($0.fromRaw.value)) points" }
      .joined(separator: "; ")
    return FigureBlock(
      id: "ablation-bars",
      figure: BarChart(
        categories: shown.map(\.label),
        series: [.init("change", shown.map { .init($0.fromRaw) })],
        axis: .points("change of mIoU"), orientation: .lying),
      caption: """
        What each variant changes in mIoU against the pseudo label as it is; whiskers are 95 % \
        intervals of the paired difference. \(hidden.isEmpty ? "" : "Beyond the scale: \(note).")
        """,
      alternativeText: """
        Bars of the change of mIoU for \(shown.count) variants; SEPL as stated changes it by \
        \(CellText.points(findings.rows[1].fromRaw.value)) points.
        """)
  }

  private func table(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "ablation-table",
      table: Table(
        columns: [
          .init("variant"), .init("mIoU", best: .largest), .init("Δ labels"), .init("Δ SEPL"),
          .init("FP"), .init("FN"),
        ],
        rows: findings.rows.enumerated().map { index, row in
          Table.Row(
            [
              .text(row.label), .rate(row.score.value),
              index == 0 ? .none : .difference(row.fromRaw),
              index <= 1 ? .none : .difference(row.fromSEPL), .rate(row.falsePositives),
              .rate(row.falseNegatives),
            ], isSummary: index == findings.rows.count - 1, isMarked: index == 1)
        }),
      caption: """
        mIoU, paired differences from the pseudo label and from the full rule with 95 % intervals, \
        and foreground means of the false-positive and false-negative rates. The last row reads \
        the ground truth and is an upper bound.
        """)
  }
}
