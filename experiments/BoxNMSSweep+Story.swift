import Experiments
import Report
import Vision

extension BoxNMSSweep: ReportedExperiment {
  var subject: (stage: Pipeline.Stage, detail: String) { (.masks, "box NMS, 0.3 to off") }

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    Answer(answer(findings))
    Lead {
      chart(findings)
      table(findings)
    }
    Asked {
      """
      SAM answers every point of a grid, so that most objects have several masks. Its generator drops \
      a mask whose box overlaps a better one’s by more than \(code: "box-nms-thresh"), \(CellText.number(usual, digits: 1)) \
      unless told otherwise. A low threshold leaves few masks that hardly overlap; a high one leaves \
      duplicates, but also parts within wholes. The paper did not vary it. Here the same masks are \
      thinned out at each threshold, and nothing else changes; labels are \(Wording.labels(study.seeds[0])).
      """
    }
    if findings.curves.contains(where: { $0.points.contains { $0.seconds != nil } }) {
      Section("What each threshold costs") {
        """
        CPU time for an image as measured here, from decoded masks whose boxes and overlaps are \
        known: the filter itself, and SEPL on what it leaves. The fewer masks are left, the less \
        SEPL has to look at.
        """
        costTable(findings)
      }
    }
    Outlook {
      """
      Another rule: SEPL asks of every mask on its own whether it fits, so that a duplicate adds \
      little and a missing mask costs much. A rule that lets masks compete may want other masks. \
      Boxes are a coarse measure of sameness; NMS on the masks themselves is among the arrangements \
      of \(code: "exclusivity").
      """
    }
  }

  private func answer(_ findings: Findings) -> Prose {
    var words: [String] = []
    for curve in findings.curves {
      let values = curve.points.map(\.sepl.value)
      let range = (values.max() ?? 0) - (values.min() ?? 0)
      if let index = curve.clearest, let comparison = curve.points[index].comparison {
        let change =
          curve.points[index].threshold.map { "a threshold of \($0)" } ?? "leaving it off"
        words.append(
          "With \(curve.masks) masks it does: "
            + comparison.sentence(change, against: "\(usual)"))
      } else {
        words.append(
          "With \(curve.masks) masks no threshold is clearly better or worse than \(usual): all of "
            + "SEPL’s mIoU lie within \(range < 0.001 ? "a tenth of a point" : "\(CellText.percent(range)) points")."
        )
      }
    }
    return "\(words.joined(separator: " "))"
  }

  /// Off stands one step beyond the last threshold.
  private func place(_ point: Point) -> Double { point.threshold ?? 1 }

  private func chart(_ findings: Findings) -> FigureBlock {
    let series = findings.curves.flatMap { curve in
      [
        LinePlot.Series(
          "SEPL, \(curve.masks)", curve.points.map { .init(place($0), $0.sepl) }),
        LinePlot.Series(
          "best class per mask (oracle), \(curve.masks)",
          curve.points.map { .init(place($0), $0.oracle.value) }),
      ]
    }
    return FigureBlock(
      id: "box-nms-curves",
      figure: LinePlot(
        x: Axis("box-NMS threshold (1: off)"), y: .percent("mIoU"), series: series,
        references: findings.curves.first.map {
          [.init(.y($0.raw.value), name: "pseudo label as it is")]
        } ?? []),
      caption: """
        mIoU after SEPL, with 95 % intervals, and what the masks would allow if each knew its class \
        (an oracle), by the threshold of box NMS.
        """,
      alternativeText: "Lines of mIoU over the box-NMS threshold: "
        + findings.curves.map { curve in
          "\(curve.masks) from \(CellText.percent(curve.points.map(\.sepl.value).min() ?? 0)) to "
            + CellText.percent(curve.points.map(\.sepl.value).max() ?? 0)
        }.joined(separator: "; ") + ".")
  }

  private func table(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "box-nms-table",
      table: Table(
        columns: [
          .init("masks"), .init("masks/image"),
          .init("overlap", help: "masks over each covered pixel"),
          .init("several objects", help: "share of masks that hold more than one true object"),
          .init("SEPL", best: .largest), .init("Δ \(CellText.number(usual, digits: 1))"),
          .init("p", help: "corrected after Holm"), .init("tree-cut"), .init("oracle"),
          .init("best cut", help: "an oracle too"),
        ],
        rows: findings.curves.flatMap { curve in
          curve.points.map { point in
            Table.Row(
              [
                .text("\(curve.masks), \(name(point))"),
                .number(point.measures.masksPerImage ?? 0, digits: 1),
                .number(point.measures.masksPerCoveredPixel ?? 0, digits: 2),
                .rate(point.measures.shareWithSeveralObjects), .rate(point.sepl.value),
                point.comparison.map { .difference($0.difference) } ?? .none,
                point.comparison.map { .number($0.correctedPValue, digits: 3) } ?? .none,
                .rate(point.treeCut.value), .rate(point.oracle.value), .rate(point.bestCut),
              ], isMarked: point.threshold == usual)
          }
        }),
      caption: """
        By threshold, over \(findings.images) images: masks an image, how often they overlap, the \
        share that holds several true objects, mIoU after SEPL with the paired difference from \
        \(CellText.number(usual, digits: 1)) and its p-value, corrected for the number of \
        thresholds; tree-cut; and, which read the truth, the best class per mask and the best cut, \
        which gives one to each piece into which the masks cut the image.
        """)
  }

  private func costTable(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "box-nms-seconds",
      table: Table(
        columns: [.init("threshold")]
          + findings.curves.flatMap { curve in
            [Table.Column("\(curve.masks), masks/image"), .init("\(curve.masks), ms/image")]
          },
        rows: (findings.curves.first?.points.indices ?? 0..<0).map { index in
          let points = findings.curves.map { $0.points[index] }
          return Table.Row(
            [.text(name(points[0]))]
              + points.flatMap { point in
                [
                  .number(point.measures.masksPerImage ?? 0, digits: 1),
                  point.seconds.map { Table.Cell.number($0 * 1000, digits: 2) } ?? .none,
                ]
              }, isMarked: points[0].threshold == usual)
        }),
      caption: """
        By threshold, over \(findings.images) images: masks that are left, and milliseconds of one \
        core that box NMS and SEPL take together.
        """)
  }

  private func name(_ point: Point) -> String {
    point.threshold.map { CellText.number($0, digits: 2) } ?? "off"
  }
}
