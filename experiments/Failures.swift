import Experiments
import Report
import Vision

/// The images that SEPL improves and worsens most, and where the IoU that is missing went.
struct Failures: ReportedExperiment {
  let id = "failures"
  let question = "Where does SEPL fail, and whose fault is it?"
  let sourceFile = "Failures.swift"
  let images = 12
  let setting = MergeSetting(.sepl)

  var parameters: [Parameter] { [Parameter("best and worst images shown", images)] }

  struct Findings: Sendable {
    var losses: LossAttribution
    var boundary: (before: Double?, after: Double?)
    var before: SegmentationScore
    var after: SegmentationScore
    var gain: Estimate
    var beforeIoU: Estimate
    var afterIoU: Estimate
    var best: [Image]
    var worst: [Image]
    var total: Int
    var seeds: String
    var masks: String
  }

  struct Image: Sendable {
    var id: String
    var change: Double
    var losses: LossAttribution
  }

  private func scoreStep(in study: Study) -> ScoreStep {
    ScoreStep(seed: study.seeds[0], masks: study.masks[0], settings: [.rawSeed, setting])
  }

  private func lossStep(in study: Study) -> LossStep {
    LossStep(seed: study.seeds[0], masks: study.masks[0], setting: setting)
  }

  func steps(in study: Study) -> [any Step] {
    [MaskStep(study.masks[0]), scoreStep(in: study), lossStep(in: study)]
  }

  func findings(in lab: Lab) async throws -> Findings {
    let sheet = try await lab.scores(scoreStep(in: lab.study))
    let losses = try await lab.losses(lossStep(in: lab.study))
    let byID = Dictionary(
      zip(losses.ids, losses.images).map { ($0, $1.attribution) },
      uniquingKeysWith: { first, _ in first })
    let ranked = sheet.ids.indices.map { index in
      Image(
        id: sheet.ids[index], change: sheet.imageIoU(index, 1) - sheet.imageIoU(index, 0),
        losses: byID[sheet.ids[index]] ?? LossAttribution())
    }.sorted { ($0.change, $1.id) > ($1.change, $0.id) }
    let scores = try sheet.distributions([0, 1])
    return Findings(
      losses: losses.attribution, boundary: losses.boundaryIoU, before: sheet.score(0),
      after: sheet.score(1), gain: scores[1].difference(from: scores[0]),
      beforeIoU: scores[0].estimate, afterIoU: scores[1].estimate,
      best: Array(ranked.filter { $0.change > 0 }.prefix(images)),
      worst: Array(ranked.filter { $0.change < 0 }.suffix(images).reversed()),
      total: sheet.ids.count, seeds: lab.study.seeds[0].name, masks: lab.study.masks[0].name)
  }

  func scores(of findings: Findings) -> [ScoreRecord] {
    [
      ScoreRecord(
        id: "sepl", label: "After SEPL", seeds: findings.seeds, masks: findings.masks,
        rule: "sepl", estimate: findings.afterIoU, baseline: "raw-cam", difference: findings.gain)
    ]
  }

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

  private func parts(of losses: LossAttribution) -> [(String, Int)] {
    [
      ("missed, no mask offers it", losses.missedUnreachable),
      ("missed, a mask offers it", losses.missedNotTaken),
      ("wrong already in the seed", losses.wrongFromSeed),
      ("wrong, added by the rule", losses.wrongAdded),
    ]
  }

  private func share(_ pixels: Int, of total: Int) -> String {
    total == 0 ? "—" : CellText.percent(Double(pixels) / Double(total)) + " %"
  }

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    let parts = parts(of: findings.losses)
    let largest = parts.max { $0.1 < $1.1 } ?? parts[0]
    Answer(
      """
      Most of what is still wrong after SEPL is “\(largest.0)”: \
      \(strong: share(largest.1, of: findings.losses.total)) of all wrong foreground pixels. The \
      rule itself added \(strong: share(findings.losses.wrongAdded, of: findings.losses.total)).
      """)
    Lead {
      Block.pair(
        FigureBlock(
          id: "failures-parts",
          figure: BarChart(
            categories: parts.map(\.0),
            series: [
              .init(
                "share of wrong pixels",
                values: parts.map { Double($0.1) / Double(max(1, findings.losses.total)) })
            ], axis: .percent("share of wrong pixels", including: [0]), orientation: .lying),
          caption: """
            False negatives and false positives after SEPL by what caused them. A mask offers a \
            pixel to the class that fills more than half of the mask.
            """,
          alternativeText: "Bars of four causes of error; the largest is \(largest.0).",
          width: .column),
        TableBlock(
          id: "failures-classes", table: classTable(findings, study.dataset.classes),
          caption: """
            IoU, false-positive and false-negative rate per class before and after SEPL; IoU + FP + \
            FN = 1.
            """))
    }
    if !findings.worst.isEmpty {
      Section("Worst images") {
        pictures.gallery(
          "failures-worst",
          caption: "The images whose mIoU falls most, and where their losses come from.",
          of: findings.total)
      }
    }
    if !findings.best.isEmpty {
      Section("Best images") {
        pictures.gallery(
          "failures-best", caption: "The images whose mIoU rises most.", of: findings.total)
      }
    }
    Section("What would change the answer") {
      """
      Boundary IoU (inner band of 2 % of the diagonal) goes from \
      \(findings.boundary.before.map(CellText.percent) ?? "—") to \
      \(findings.boundary.after.map(CellText.percent) ?? "—"). Pixels that no mask offers need other \
      masks; pixels that a mask offers need another rule or a better seed.
      """
      if study.seeds[0].isSimulated { Block.note(Wording.simulatedNote) }
    }
  }

  private func classTable(_ findings: Findings, _ classes: ClassNames) -> Table {
    Table(
      columns: [
        .init("class"), .init("IoU before"), .init("IoU after"), .init("Δ"), .init("FP before"),
        .init("FP after"), .init("FN before"), .init("FN after"),
      ],
      rows: findings.before.classes.indices.compactMap { index in
        let (before, after) = (findings.before.classes[index], findings.after.classes[index])
        guard before.iou != nil || after.iou != nil else { return nil }
        return Table.Row([
          .text(classes[index]), .rate(before.iou), .rate(after.iou),
          .difference((after.iou ?? 0) - (before.iou ?? 0)), .rate(before.falsePositiveRate),
          .rate(after.falsePositiveRate), .rate(before.falseNegativeRate),
          .rate(after.falseNegativeRate),
        ])
      } + [
        Table.Row(
          [
            .text("mean"), .rate(findings.before.meanIoU), .rate(findings.after.meanIoU),
            .difference(findings.gain), .rate(findings.before.falsePositiveRate),
            .rate(findings.after.falsePositiveRate), .rate(findings.before.falseNegativeRate),
            .rate(findings.after.falseNegativeRate),
          ], isSummary: true)
      ])
  }
}
