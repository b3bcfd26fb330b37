import Experiments
import Report
import Vision

extension Failures: ReportedExperiment {
  var subject: (stage: Pipeline.Stage, detail: String) { (.score, "what is still wrong") }

  func pictures(of findings: Findings, in study: Study) -> [PictureRequest] {
    [("failures-worst", findings.worst), ("failures-best", findings.best)].map { id, images in
      PictureRequest(
        id: id,
        rows: images.map { image in
          PictureRequest.Row(
            id: image.id, badge: CellText.points(image.change),
            measures: parts(of: image.losses).map { part, pixels in
              Fact(part, share(pixels, of: image.losses.total))
            })
        }, seed: study.seeds[0], masks: study.masks[0], setting: setting)
    }
  }

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    Answer(answer(findings, labels: Wording.labels(study.seeds[0])))
    Lead { Block.pair(causes(findings), summary(findings)) }
    Asked {
      """
      A wrong pixel after SEPL has one of four causes: no mask offers it to its class, a mask does \
      and the rule left it, the seed was wrong there already, or the rule made it wrong. The first \
      is the masks’ fault, the third the seed’s, the others the rule’s.
      """
    }
    Section("Class by class") { classTable(findings, study.dataset.classes) }
    Section("Image by image") { scatter(findings) }
    if !findings.worst.isEmpty {
      Section("Worst images") {
        pictures.gallery(
          "failures-worst",
          caption: "The images whose mIoU falls most, and where their losses come from.",
          of: findings.ranked.count)
      }
    }
    if !findings.best.isEmpty {
      Section("Best images") {
        pictures.gallery(
          "failures-best", caption: "The images whose mIoU rises most.", of: findings.ranked.count)
      }
    }
    Outlook {
      """
      Pixels that no mask offers need other masks; pixels that a mask offers need another rule or a \
      better seed.
      """
    }
  }

  private func parts(of losses: LossAttribution) -> [(String, Int)] {
    [
      ("missed, no mask", losses.missedUnreachable),
      ("missed, mask not taken", losses.missedNotTaken),
      ("wrong in seed", losses.wrongFromSeed),
      ("added by rule", losses.wrongAdded),
    ]
  }

  private func share(_ pixels: Int, of total: Int) -> String {
    total == 0 ? "—" : CellText.percent(Double(pixels) / Double(total)) + " %"
  }

  private func answer(_ findings: Findings, labels: String) -> Prose {
    let (losses, total) = (findings.losses, findings.losses.total)
    let faults = [
      ("the seed’s", losses.wrongFromSeed), ("the masks’", losses.missedUnreachable),
      ("the rule’s", losses.missedNotTaken + losses.wrongAdded),
    ].sorted { $0.1 > $1.1 }
    return """
      On \(labels), of the foreground pixels still wrong after SEPL \
      \(strong: share(faults[0].1, of: total)) are \(faults[0].0) fault, \
      \(share(faults[1].1, of: total)) \(faults[1].0) and \(share(faults[2].1, of: total)) \
      \(faults[2].0). The rule itself added \(share(losses.wrongAdded, of: total)).
      """
  }

  private func causes(_ findings: Findings) -> FigureBlock {
    let parts = parts(of: findings.losses)
    let largest = parts.max { $0.1 < $1.1 } ?? parts[0]
    return FigureBlock(
      id: "failures-parts",
      figure: BarChart(
        categories: parts.map(\.0),
        series: [
          .init(
            "share of wrong pixels",
            values: parts.map { Double($0.1) / Double(max(1, findings.losses.total)) })
        ], axis: .percent("share of wrong pixels", including: [0]), orientation: .lying),
      caption: """
        False negatives and false positives after SEPL by what caused them. A mask offers a pixel \
        to the class that fills more than half of the mask.
        """,
      alternativeText: "Bars of four causes of error; the largest is \(largest.0).", width: .column)
  }

  private func summary(_ findings: Findings) -> TableBlock {
    let (old, new) = (findings.before, findings.after)
    func row(_ name: String, _ before: Double?, _ after: Double?) -> Table.Row {
      let change = before.flatMap { before in after.map { $0 - before } }
      return Table.Row([
        .text(name), .rate(before), .rate(after), change.map { .difference($0) } ?? .none,
      ])
    }
    var whole = row("mIoU", old.meanIoU, new.meanIoU)
    whole.cells[3] = .difference(findings.gain)
    return TableBlock(
      id: "failures-table",
      table: Table(
        columns: [.init("measure"), .init("before"), .init("after"), .init("Δ")],
        rows: [
          whole, row("boundary IoU", findings.boundary.before, findings.boundary.after),
          row("false positives", old.falsePositiveRate, new.falsePositiveRate),
          row("false negatives", old.falseNegativeRate, new.falseNegativeRate),
        ]),
      caption: """
        Before and after SEPL over \(findings.ranked.count) images; the interval is of the paired \
        difference. Boundary IoU compares only pixels within 2 % of the diagonal inside each \
        contour. Rates are foreground means; for each class IoU + FP + FN = 1.
        """)
  }

  private func scatter(_ findings: Findings) -> FigureBlock {
    let named = Set([findings.best.first?.id, findings.worst.first?.id].compactMap { $0 })
    let worse = findings.ranked.count { $0.change < 0 }
    return FigureBlock(
      id: "failures-images",
      figure: ScatterPlot(
        x: .percent("mIoU of the image before"), y: .percent("mIoU of the image after"),
        pairs: findings.ranked.map {
          .init($0.before, $0.after, name: named.contains($0.id) ? $0.id : "")
        }, comparison: .improvement),
      caption: """
        Every image before and after SEPL; below the diagonal it lost. Named: the largest gain and \
        the largest loss. An image’s mIoU is over the classes that occur in it.
        """,
      alternativeText: """
        Scatter plot of mIoU per image before and after; \(worse) of \(findings.ranked.count) lie \
        below the diagonal.
        """, width: .column)
  }

  private func classTable(_ findings: Findings, _ classes: ClassNames) -> TableBlock {
    let (old, new) = (findings.before, findings.after)
    func cells(
      _ iou: (Double?, Double?), _ change: Table.Cell, _ added: (Double?, Double?),
      _ missed: (Double?, Double?)
    ) -> [Table.Cell] {
      [.rate(iou.0), .rate(iou.1), change]
        + [added.0, added.1, missed.0, missed.1].map { .rate($0) }
    }
    let rows = old.classes.indices.compactMap { index -> Table.Row? in
      let (before, after) = (old.classes[index], new.classes[index])
      guard before.iou != nil || after.iou != nil else { return nil }
      return Table.Row(
        [.text(classes[index])]
          + cells(
            (before.iou, after.iou), .difference((after.iou ?? 0) - (before.iou ?? 0)),
            (before.falsePositiveRate, after.falsePositiveRate),
            (before.falseNegativeRate, after.falseNegativeRate)))
    }
    let mean = Table.Row(
      [.text("mean")]
        + cells(
          (old.meanIoU, new.meanIoU), .difference(findings.gain),
          (old.falsePositiveRate, new.falsePositiveRate),
          (old.falseNegativeRate, new.falseNegativeRate)), isSummary: true)
    return TableBlock(
      id: "failures-classes",
      table: Table(
        columns: [
          .init("class"), .init("IoU before"), .init("IoU after"), .init("Δ"), .init("FP before"),
          .init("FP after"), .init("FN before"), .init("FN after"),
        ], rows: rows + [mean]),
      caption: """
        IoU, false-positive and false-negative rate per class before and after SEPL; means of the \
        rates leave the background out.
        """)
  }
}
