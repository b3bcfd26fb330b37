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
      SEPL is several decisions at once: a mask is taken if it lies mostly within one class (the mask \
      test) or holds most of that class’ label (the label test); labels outside all masks are kept; \
      masks as large as the scene are ignored (the area cap); and the paper’s text and the authors’ \
      code differ in details. Each was changed alone, on the same images, \(findings.seeds) labels and \
      \(findings.masks) masks. The masks are several kinds at once, too: each was left out alone.
      """
    }
    Section("Which masks it needs") {
      """
      Wholes, parts and subparts are told by which mask lies in which, small and large ones by their \
      share of the image (under 1 %, over 25 %). Masks of several objects are told once without the \
      truth, by the seeds and by the masks in them, and once by the truth, which no method can. Where \
      no mask is left over a pixel its label stays: with few masks the score comes close to that of \
      the labels, \(CellText.percent(findings.rows[0].score.value)), for better or worse.
      """
      kindChart(findings)
      kindTable(findings)
    }
    Outlook {
      """
      Masks of another origin. A cap on mask area matters only where some mask is as large as the \
      scene; keeping the label matters only where masks leave gaps.
      """
    }
  }

  /// Larger changes would flatten every other bar; the table has them.
  private static let chartedChange = 0.2

  private func answer(_ findings: Findings, labels: String) -> Prose {
    """
    \(Wording.change(
      labels, from: findings.rows[0].score.value, to: findings.rows[1].score.value, "SEPL",
      findings.gain)) \(parts(findings)) \(masks(findings))
    """
  }

  private func parts(_ findings: Findings) -> Prose {
    let removals = findings.rows[removals].compactMap { row in
      row.fromSEPL.map { (name: row.label.replacing("without ", with: ""), comparison: $0) }
    }
    let clear = removals.filter { $0.comparison.isClear() }.sorted {
      abs($0.comparison.difference.value) > abs($1.comparison.difference.value)
    }
    guard let first = clear.first else {
      return "None of its \(removals.count) parts makes a clear difference when left out alone."
    }
    let verb = first.comparison.difference.value < 0 ? "It needs most" : "It is better without"
    return """
      \(verb) the \(first.name): \(Wording.points(first.comparison.difference)) without; \
      \(clear.count) of its \(removals.count) parts make a clear difference when left out alone.
      """
  }

  private func masks(_ findings: Findings) -> Prose {
    let clear = findings.kinds.filter { !$0.readsTruth && $0.comparison?.isClear() ?? false }
    func list(_ rows: [KindRow]) -> String {
      Wording.list(
        rows.map { row in
          let points = row.comparison.map { CellText.points($0.difference.value) } ?? ""
          return "\(row.label.replacing("without ", with: "")) (\(points) without)"
        })
    }
    let needed = clear.filter { $0.comparison?.difference.value ?? 0 < 0 }
    let harmful = clear.filter { $0.comparison?.difference.value ?? 0 > 0 }
    return switch (needed.isEmpty, harmful.isEmpty) {
    case (true, true): "No kind of mask is clearly needed, and none clearly in the way."
    case (false, true): "Of the masks it clearly needs \(list(needed))."
    case (true, false):
      "No kind of mask is clearly needed; clearly in the way are \(list(harmful))."
    case (false, false):
      "Of the masks it clearly needs \(list(needed)); clearly in the way are \(list(harmful))."
    }
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
        columns: [.init("variant"), .init("mIoU", best: .largest), .init("Δ labels")]
          + Comparison.columns("Δ SEPL") + [.init("FP"), .init("FN")],
        rows: findings.rows.enumerated().map { index, row in
          Table.Row(
            [
              .text(row.label), .rate(row.score.value),
              index == 0 ? .none : .difference(row.fromRaw),
            ] + row.fromSEPL.cells + [.rate(row.falsePositives), .rate(row.falseNegatives)],
            isSummary: index == findings.rows.count - 1, isMarked: index == 1)
        }),
      caption: """
        mIoU over \(findings.images) images; paired differences from the pseudo label and from the \
        full rule with 95 % intervals; of the latter p-values corrected for the number of variants, \
        and images better, equal and worse; foreground means of the false-positive and false-negative \
        rates. The last row gives each mask its best class by the ground truth: an upper bound.
        """)
  }

  private func kindChart(_ findings: Findings) -> FigureBlock {
    let shown = findings.kinds.dropFirst()
    return FigureBlock(
      id: "ablation-kinds",
      figure: BarChart(
        categories: shown.map(\.label),
        series: [
          .init("change", shown.compactMap { $0.comparison.map { .init($0.difference) } })
        ], axis: .points("change of mIoU"), orientation: .lying,
        setApart: [kinds.count - 1]),
      caption: """
        What SEPL’s mIoU changes by when masks of one kind are left out; whiskers are 95 % intervals \
        of the paired difference. The last bar reads the ground truth.
        """,
      alternativeText: "Bars of the change of SEPL’s mIoU: "
        + shown.map {
          "\($0.label) \(CellText.points($0.comparison?.difference.value ?? 0))"
        }.joined(separator: "; ") + " points.")
  }

  private func kindTable(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "ablation-kinds-table",
      table: Table(
        columns: [
          .init("masks"), .init("masks/image"), .init("coverage"),
          .init("SEPL", best: .largest),
        ] + Comparison.columns("Δ all masks") + [
          .init("oracle", help: "each mask’s best class by the truth")
        ],
        rows: findings.kinds.enumerated().map { index, row in
          Table.Row(
            [
              .text(row.label), .number(row.measures.masksPerImage ?? 0, digits: 1),
              .rate(row.measures.coverage), .rate(row.score.value),
            ] + row.comparison.cells + [.rate(row.oracle.value)], isSummary: row.readsTruth,
            isMarked: index == 0)
        }),
      caption: """
        SEPL with masks of one kind left out: masks that remain and what they cover, mIoU, the paired \
        difference from all masks with its 95 % interval, p-values corrected for the number of kinds, \
        images better, equal and worse. The last row tells masks of several objects by the ground \
        truth; the last column gives each mask its best class by it.
        """)
  }
}
