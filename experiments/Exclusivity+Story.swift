import Experiments
import Report
import Vision

extension Exclusivity: ReportedExperiment {
  var subject: (stage: Pipeline.Stage, detail: String) {
    (.masks, "\(arrangements.count) arrangements")
  }

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    Answer(answer(findings))
    Lead {
      chart(findings)
      table(findings)
    }
    Asked {
      """
      SAM’s masks overlap, and a large one may hold several objects, which SEPL then gives to one \
      class. Masks can be made exclusive before they meet the labels, in the ways that other work \
      has used: each pixel to the smallest mask over it, to the most certain, to wholes or parts, to \
      the pieces that all edges cut. Or the rule can choose: \(code: "tree-cut") decides for each mask \
      of the tree of masks within masks whether to take it whole or in its parts. All are tried on \
      \(findings.masks) masks and \(Wording.labels(study.seeds[0])).
      """
    }
    Section("Every rule on every arrangement") {
      """
      What an arrangement does depends on the rule that follows it: SEPL needs masks that match an \
      object, whole or not, while a rule that weighs masks against each other can use them all.
      """
      rulesTable(findings)
      """
      Where masks hold several objects SEPL has most to lose, so the images are also looked at apart: \
      those in which some mask of \(findings.masks) holds more than one true object, and the rest.
      """
      groupTable(findings)
    }
    if findings.rows.contains(where: { $0.seconds != nil }) {
      Section("What each arrangement costs") { costTable(findings) }
    }
    Section("How much it matters that masks hold several objects") {
      """
      Where the truth about objects and parts is known, masks can be made from it with one fault at a \
      time. These are \(strong: "simulated"): every object and part has a mask with a slightly wrong \
      border, what is no object has one too, and a growing share of neighbouring objects has one mask \
      over both besides.
      """
      controlFigure(findings)
      controlTable(findings)
    }
    Outlook {
      """
      Seeds that cover their objects: with those, any mask that fits is found by its seed, and \
      exclusivity matters less. Masks of a stronger segmenter, which nest more cleanly than those here.
      """
    }
  }

  private func answer(_ findings: Findings) -> Prose {
    let clear = findings.rows.filter { $0.comparison?.isClear() ?? false }
    let best = clear.max {
      ($0.comparison?.difference.value ?? 0) < ($1.comparison?.difference.value ?? 0)
    }
    let first: String
    if let best, let comparison = best.comparison, comparison.difference.value > 0 {
      first = comparison.sentence("\(best.name) before SEPL", against: "the masks as they are")
    } else {
      first =
        "No way to arrange \(findings.masks) masks before SEPL is clearly better than leaving them "
        + "as they are; \(clear.count) of \(findings.rows.count - 1) \(clear.count == 1 ? "is" : "are") clearly worse."
    }
    return """
      \(first) A rule can choose among them instead, as \(code: "tree-cut") does. \
      \(findings.treeCut.sentence("tree-cut", against: "SEPL")) \(severalObjects(findings))
      """
  }

  /// What tree-cut changes where it matters most, in numbers that claim nothing beyond themselves.
  private func severalObjects(_ findings: Findings) -> String {
    var places: [String] = []
    if let group = findings.groups.first(where: \.holdsSeveral) {
      places.append(
        "in the \(group.images) images in which a mask holds several objects, "
          + Wording.points(group.treeCut.difference))
    }
    if let control = findings.controls.last {
      places.append(
        "with simulated masks of which all neighbours share one, \(Wording.points(control.gain))")
    }
    return places.isEmpty ? "" : "The difference is, \(places.joined(separator: "; "))."
  }

  /// Changes rather than scores, which lie so close that bars from 0 would all look alike.
  private func chart(_ findings: Findings) -> FigureBlock {
    FigureBlock(
      id: "exclusivity-bars",
      figure: BarChart(
        categories: findings.rows.map(\.name),
        series: [
          .init(
            "SEPL",
            findings.rows.map {
              .init($0.comparison?.difference ?? .init(value: 0, low: 0, high: 0))
            }),
          .init("tree-cut", findings.rows.map { .init($0.treeCut) }),
        ],
        axis: .points("change of mIoU"), orientation: .lying),
      caption: """
        Change of mIoU against SEPL on the masks as they are, \
        \(CellText.percent(findings.rows[0].scores[1].value)), by how masks are arranged before a rule \
        sees them; whiskers are 95 % intervals of the paired difference. The pseudo label as it is has \
        \(CellText.percent(findings.raw.value)).
        """,
      alternativeText: "Bars of the change of mIoU of SEPL and tree-cut: "
        + findings.rows.map {
          "\($0.name) \(CellText.points($0.comparison?.difference.value ?? 0)) and "
            + CellText.points($0.treeCut.value)
        }.joined(separator: "; ") + ".")
  }

  private func table(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "exclusivity-table",
      table: Table(
        columns: [
          .init("arrangement"), .init("masks/image"),
          .init("overlap", help: "masks over each covered pixel"), .init("coverage"),
          .init("several objects", help: "share of masks that hold more than one true object"),
          .init("boundary recall"), .init("SEPL", best: .largest), .init("Δ as they are"),
          .init("p", help: "corrected after Holm"), .init("better"), .init("worse"),
          .init("oracle"), .init("best cut", help: "an oracle too"),
        ],
        rows: findings.rows.map { row in
          Table.Row(
            [
              .text(row.name), .number(row.measures.masksPerImage ?? 0, digits: 1),
              .number(row.measures.masksPerCoveredPixel ?? 0, digits: 2),
              .rate(row.measures.coverage), .rate(row.measures.shareWithSeveralObjects),
              .rate(row.measures.boundaryRecall), .rate(row.scores[1].value),
              row.comparison.map { .difference($0.difference) } ?? .none,
              row.comparison.map { .number($0.correctedPValue, digits: 3) } ?? .none,
              row.comparison.map { .count($0.better) } ?? .none,
              row.comparison.map { .count($0.worse) } ?? .none, .rate(row.scores[6].value),
              .rate(row.bestCut),
            ], isMarked: row.comparison == nil)
        }),
      caption: """
        What each arrangement makes of \(findings.masks) masks over \(findings.images) images, and \
        what SEPL makes of that: paired differences from the masks as they are with 95 % intervals, \
        p-values corrected for the number of arrangements, images better and worse. The oracle gives \
        each mask its best class by the truth, the best cut each piece into which masks cut the image.
        """)
  }

  private func rulesTable(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "exclusivity-rules",
      table: Table(
        columns: [.init("arrangement")]
          + settings.dropFirst().map { setting in
            .init(setting.rule?.reference == .groundTruth ? "\(setting.id) (truth)" : setting.id)
          },
        rows: findings.rows.map { row in
          Table.Row([.text(row.name)] + row.scores.dropFirst().map { .rate($0.value) })
        }),
      caption: "mIoU of every rule on every arrangement.")
  }

  private func costTable(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "exclusivity-seconds",
      table: Table(
        columns: [.init("arrangement"), .init("masks/image"), .init("ms/image")],
        rows: findings.rows.map { row in
          Table.Row([
            .text(row.name), .number(row.measures.masksPerImage ?? 0, digits: 1),
            row.seconds.map { .number($0 * 1000, digits: 2) } ?? .none,
          ])
        }),
      caption: """
        Milliseconds of one core that the arrangement and SEPL on what it leaves take for an image, as \
        measured here from decoded masks whose overlaps are known.
        """)
  }

  private func groupTable(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "exclusivity-groups",
      table: Table(
        columns: [.init("images in which"), .init("images"), .init("SEPL")]
          + Comparison.columns("Δ tree-cut"),
        rows: findings.groups.map { group in
          Table.Row(
            [
              .text(group.holdsSeveral ? "a mask holds several objects" : "none does"),
              .count(group.images), .rate(group.sepl.value),
            ] + group.treeCut.cells)
        }),
      caption: """
        mIoU of SEPL and the paired difference of tree-cut with its 95 % interval, on the masks as \
        they are. Which images are which is read from the truth.
        """)
  }

  private func controlFigure(_ findings: Findings) -> FigureBlock {
    FigureBlock(
      id: "exclusivity-control",
      figure: LinePlot(
        x: .percent("neighbours that share a mask"), y: .percent("mIoU"),
        series: [
          .init("SEPL", findings.controls.map { .init($0.merged, $0.sepl) }),
          .init("tree-cut", findings.controls.map { .init($0.merged, $0.treeCut) }),
        ],
        references: [.init(.y(findings.raw.value), name: "pseudo label as it is")]),
      caption: """
        mIoU with simulated masks, by how many neighbouring objects share one besides their own; \
        bands are 95 % intervals.
        """,
      alternativeText: "Lines of mIoU of SEPL and tree-cut over the share of merged neighbours.",
      width: .column)
  }

  private func controlTable(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "exclusivity-control-table",
      table: Table(
        columns: [
          .init("merged neighbours"), .init("several objects"), .init("SEPL"), .init("tree-cut"),
          .init("Δ", help: "tree-cut against SEPL, paired"),
        ],
        rows: findings.controls.map { control in
          Table.Row([
            .text(CellText.percent(control.merged) + " %"),
            .rate(control.measures.shareWithSeveralObjects), .rate(control.sepl.value),
            .rate(control.treeCut.value), .difference(control.gain),
          ])
        }),
      caption: """
        Simulated masks from the true objects, parts and background; of objects and parts 10 % of the \
        pixels are wrong, at the border. “Several objects” is the share of masks that hold more than one.
        """)
  }
}
