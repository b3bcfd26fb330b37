import Experiments
import Report
import Vision

extension Methods: ReportedExperiment {
  var subject: (stage: Pipeline.Stage, detail: String) { (.labels, "every set given") }

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    if findings.rows.count == 1 {
      let row = findings.rows[0]
      Answer(answer(row, labels: Wording.labels(study.seeds[0])))
      Lead {
        Block.pair(classFigure(findings, study.dataset.classes), summary(row, findings.images))
      }
    } else {
      let names = findings.rows.map {
        study.masks.count > 1 ? "\($0.seeds), \($0.masks)" : $0.seeds
      }
      Answer(
        """
        Over \(findings.rows.count) combinations of labels and masks, SEPL \
        \(strong: Wording.verb(findings.meanGain)) mIoU: \
        \(strong: Wording.points(findings.meanGain)) on average. Alone, \(verdicts(findings)).
        """)
      Lead { Block.pair(comparison(findings, names), table(findings, names)) }
    }
    Asked {
      """
      The paper reports gains on five methods, +6.2 mIoU on average, with masks of SAM ViT-H. Here \
      every set of pseudo labels given with \(code: "--pseudo") meets every source of masks given \
      with \(code: "--masks").
      """
    }
    Outlook {
      """
      Better masks: the oracle gives each mask its best class, so no rule that only chooses among \
      these masks can pass it, though one that keeps labels where they leave gaps can. More images: \
      the intervals are over the \(findings.images) scored here.
      """
    }
  }

  /// "3 of 4 gain clearly, 1 loses clearly".
  private func verdicts(_ findings: Findings) -> String {
    let clear = findings.rows.map(\.gain).filter { $0.isClear() }
    let gaining = clear.count { $0.difference.value > 0 }
    let losing = clear.count - gaining
    let gains = "\(gaining) of \(findings.rows.count) gain clearly"
    return losing == 0 ? "\(gains), none loses clearly" : "\(gains), \(losing) lose clearly"
  }

  private func answer(_ row: Row, labels: String) -> Prose {
    """
    \(Wording.change(
      labels, from: row.before.value, to: row.after.value, "SEPL with \(row.masks) masks", row.gain)) \
    Each mask with its best class by the truth, and no label where no mask is, would have \
    \(CellText.percent(row.oracle.value)).
    """
  }

  private func classFigure(_ findings: Findings, _ classes: ClassNames) -> FigureBlock {
    let (changes, gain) = (findings.classChanges, findings.rows[0].gain.difference)
    let risen = changes.count { $0.gain.difference.value > 0 }
    let clear = changes.map(\.gain).filter { $0.isClear() }
    let clearlyRisen = clear.count { $0.difference.value > 0 }
    return FigureBlock(
      id: "methods-classes",
      figure: BarChart(
        categories: changes.map { classes[$0.label] } + ["mean"],
        series: [.init("change", changes.map { .init($0.gain.difference.value) } + [.init(gain)])],
        axis: .points("change of IoU"), orientation: .lying, setApart: [changes.count]),
      caption: """
        What SEPL changes in each class’ IoU, sorted, and in their mean with its 95 % interval; \
        \(risen) of \(changes.count) classes gain, \(clearlyRisen) clearly, and \
        \(clear.count - clearlyRisen) clearly lose.
        """,
      alternativeText: """
        Bars of the change of IoU per class: \(risen) of \(changes.count) classes gain; the mean \
        changes by \(CellText.points(gain.value)) points.
        """, width: .column)
  }

  private func summary(_ row: Row, _ images: Int) -> TableBlock {
    func rate(_ name: String, _ value: Double, _ change: Estimate? = nil) -> Table.Row {
      Table.Row([.text(name), .rate(value), change.map { .difference($0) } ?? .none])
    }
    var official = rate("after the authors’ merger", row.before.value + row.official.value)
    official.cells[2] = .difference(row.official)
    var oracle = rate("best class per mask (oracle)", row.oracle.value)
    oracle.isSummary = true
    var after = rate("after SEPL", row.after.value, row.gain.difference)
    after.isMarked = true
    return TableBlock(
      id: "methods-table",
      table: Table(
        columns: [.init("\(row.seeds) labels"), .init("mIoU"), .init("Δ")],
        rows: [rate("as they are", row.before.value), after, official, oracle]),
      caption: """
        mIoU over \(images) images and the paired difference with its 95 % interval. SEPL improves \
        \(row.gain.better) images, leaves \(row.gain.equal) and worsens \(row.gain.worse) (p = \
        \(CellText.number(row.gain.correctedPValue, digits: 3))). \(row.masks) gives \
        \(CellText.number(row.maskCount, digits: 1)) masks an image; the oracle reads the truth.
        """)
  }

  private func comparison(_ findings: Findings, _ names: [String]) -> FigureBlock {
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
      alternativeText: "Bars of mIoU before and after SEPL for \(names.joined(separator: ", ")).")
  }

  private func table(_ findings: Findings, _ names: [String]) -> TableBlock {
    TableBlock(
      id: "methods-table",
      table: Table(
        columns: [
          .init("labels"), .init("masks/image"), .init("before"), .init("after", best: .largest),
        ] + Comparison.columns("Δ") + [
          .init("Δ official", help: "the authors’ merger, points"), .init("oracle"),
        ],
        rows: zip(findings.rows, names).map { row, name in
          Table.Row(
            [
              .text(name), .number(row.maskCount, digits: 1), .rate(row.before.value),
              .rate(row.after.value),
            ] + row.gain.cells + [.difference(row.official), .rate(row.oracle.value)])
        }),
      caption: """
        mIoU before and after, the paired difference with its 95 % interval, p-values corrected for \
        the number of rows, images better, equal and worse, the difference under the authors’ merger, \
        and the best that choosing a class per mask could give (an oracle).
        """)
  }
}
