import Experiments
import Report
import Vision

extension SeedQuality: ReportedExperiment {
  var simulatesSeeds: Bool { true }

  var subject: (stage: Pipeline.Stage, detail: String) {
    (.labels, "\(falseNegativeRates.count * falsePositiveRates.count) kinds, simulated")
  }

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    Answer(answer(findings))
    Lead { Block.pair(map(findings), table(findings)) }
    Asked {
      """
      A seed errs in two ways: it misses parts of an object (false negatives, partial activation) \
      and covers what is not the object (false positives, false activation). Published labels mix \
      both. Here errors are drawn as blobs at chosen rates, so that their effects come apart.
      """
    }
    Section("What was found") {
      lines(findings)
      comparisonTable(findings)
    }
    Outlook {
      """
      Errors of another shape: real seeds miss the same part of every object of a class. Masks that \
      follow objects more closely: the gain is bounded by what the masks offer.
      """
    }
  }

  private func answer(_ findings: Findings) -> Prose {
    let (clean, mixed) = (
      findings.cells.filter { $0.falsePositiveRate == 0 },
      findings.cells.filter { $0.falsePositiveRate > 0 }
    )
    func raised(_ cells: [Cell]) -> String {
      let raised = cells.count { $0.gain.isClear() && $0.gain.difference.value > 0 }
      return "\(raised) of \(cells.count)"
    }
    let sorted = findings.cells.sorted { $0.gain.difference.value > $1.gain.difference.value }
    let lowered = sorted.count { $0.gain.isClear() && $0.gain.difference.value < 0 }
    let (best, worst) = (sorted[0], sorted[sorted.count - 1])
    return """
      With \(findings.masks) masks, SEPL clearly raises mIoU for \(strong: raised(mixed)) kinds of \
      simulated seed that cover what they should not, and for \(strong: raised(clean)) that only \
      miss parts; for \(lowered) of all it clearly lowers it. The change is largest, \
      \(strong: Wording.points(best.gain.difference)), where \(name(best)), and lowest, \
      \(strong: Wording.points(worst.gain.difference)), where \(name(worst)).
      """
  }

  private func name(_ cell: Cell) -> String {
    if cell.falseNegativeRate == 0, cell.falsePositiveRate == 0 { return "the seed is flawless" }
    return "\(percent(cell.falseNegativeRate)) % of the pixels are missed and "
      + "\(percent(cell.falsePositiveRate)) % added"
  }

  private func percent(_ rate: Double) -> String { "\(Int((rate * 100).rounded()))" }

  private func map(_ findings: Findings) -> FigureBlock {
    let width = falsePositiveRates.count
    return FigureBlock(
      id: "seed-map",
      figure: HeatMap(
        rows: .init("false negatives, %", labels: falseNegativeRates.map(percent)),
        columns: .init("false positives, %", labels: falsePositiveRates.map(percent)),
        values: falseNegativeRates.indices.map { row in
          (0..<width).map { findings.cells[row * width + $0].gain.difference.value }
        }, axis: .points("gain"), showsValues: true),
      caption: """
        SEPL’s gain in mIoU points for simulated seeds that miss and add a chosen share of each \
        object’s pixels. Simulated: no method’s labels are shown here.
        """,
      alternativeText: """
        Heat map of SEPL’s gain against false-negative and false-positive rate of simulated seeds.
        """, width: .column)
  }

  private func lines(_ findings: Findings) -> FigureBlock {
    let series = falsePositiveRates.map { added in
      let cells = findings.cells.filter { $0.falsePositiveRate == added }
      return LinePlot.Series(
        "\(percent(added)) % added", cells.map { .init($0.falseNegativeRate, $0.gain.difference) })
    }
    return FigureBlock(
      id: "seed-lines",
      figure: LinePlot(
        x: .percent("missed pixels"), y: .points("gain"), series: series,
        references: [.init(.y(0), name: "no gain")]),
      caption: """
        SEPL’s gain against the share of missed pixels, a line per share of added ones (simulated); \
        bands are 95 % intervals of the paired difference.
        """,
      alternativeText: "Line plot of the gain against the false-negative rate of simulated seeds.")
  }

  private func table(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "seed-table",
      table: Table(
        columns: [
          .init("missed / added"), .init("before"), .init("after"), .init("Δ", best: .largest),
        ],
        rows: findings.cells.map { cell in
          Table.Row([
            .text(rates(cell)), .rate(cell.before.value), .rate(cell.after.value),
            .difference(cell.gain.difference),
          ])
        }),
      caption: """
        mIoU of simulated seeds before and after SEPL and the paired difference with its 95 % \
        interval, over \(findings.images) images.
        """)
  }

  private func comparisonTable(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "seed-comparisons",
      table: Table(
        columns: [.init("missed / added")] + Comparison.columns("Δ"),
        rows: findings.cells.map { cell in Table.Row([.text(rates(cell))] + cell.gain.cells) }),
      caption: """
        How sure the gain is for each kind of simulated seed: the paired difference with its 95 % \
        interval, p-values corrected for the number of kinds, images better, equal and worse.
        """)
  }

  private func rates(_ cell: Cell) -> String {
    "\(percent(cell.falseNegativeRate)) % / \(percent(cell.falsePositiveRate)) %"
  }
}
