import Experiments
import Report
import Vision

/// Image | seed | masks | SEPL | truth, for images across the whole range of change.
struct VisualInspection: ReportedExperiment {
  let id = "visual-inspection"
  let question = "What does SEPL do to a pseudo label?"
  let sourceFile = "VisualInspection.swift"
  let images = 24
  let settings: [MergeSetting] = [.rawSeed, .init(.sepl), .init(.oracle)]

  var parameters: [Parameter] { [Parameter("images shown", images)] }

  struct Findings: Sendable {
    var before: Estimate
    var after: Estimate
    var gain: Estimate
    var oracle: Estimate
    var maskCount: Double
    var comparison: (better: Int, equal: Int, worse: Int)
    var total: Int
    var shown: [Shown]
    var seeds: String
    var masks: String
  }

  struct Shown: Sendable {
    var id: String
    var before: Double
    var after: Double
    var oracle: Double
  }

  func step(in study: Study) -> ScoreStep {
    ScoreStep(seed: study.seeds[0], masks: study.masks[0], settings: settings)
  }

  func steps(in study: Study) -> [any Step] { [MaskStep(study.masks[0]), step(in: study)] }

  func findings(in lab: Lab) async throws -> Findings {
    let step = step(in: lab.study)
    let sheet = try await lab.scores(step)
    let scores = try sheet.distributions([0, 1, 2])
    let changes = sheet.ids.indices.map { sheet.imageIoU($0, 1) - sheet.imageIoU($0, 0) }
    let shown = StratifiedSample.indices(
      of: changes, count: images, seed: lab.study.randomSeed)
    return Findings(
      before: scores[0].estimate, after: scores[1].estimate,
      gain: scores[1].difference(from: scores[0]), oracle: scores[2].estimate,
      maskCount: sheet.meanMaskCount, comparison: sheet.comparison(1, with: 0),
      total: sheet.ids.count,
      shown: shown.map { index in
        Shown(
          id: sheet.ids[index], before: sheet.imageIoU(index, 0),
          after: sheet.imageIoU(index, 1), oracle: sheet.imageIoU(index, 2))
      }, seeds: step.seed.name, masks: step.masks?.name ?? "")
  }

  func scores(of findings: Findings) -> [ScoreRecord] {
    [
      ScoreRecord(
        id: "raw-cam", label: "Pseudo labels as they are", seeds: findings.seeds,
        estimate: findings.before),
      ScoreRecord(
        id: "sepl", label: "After SEPL", seeds: findings.seeds, masks: findings.masks,
        rule: "sepl", estimate: findings.after, baseline: "raw-cam", difference: findings.gain),
    ]
  }

  func pictures(of findings: Findings, in study: Study) -> [PictureRequest] {
    let rows = findings.shown.map { image in
      PictureRequest.Row(
        id: image.id, badge: CellText.points(image.after - image.before),
        measures: [
          Fact("mIoU of the seed", CellText.percent(image.before)),
          Fact("after SEPL", CellText.percent(image.after)),
          Fact("best class per mask (oracle)", CellText.percent(image.oracle)),
        ])
    }
    let request = PictureRequest(
      id: "inspection", rows: rows, seed: study.seeds[0], masks: study.masks[0],
      setting: settings[1])
    // The figure shows four images that stand for the range: gain, two in between, loss.
    var spread = request
    spread.id = "inspection-spread"
    spread.rows = [0, 1, 2, 3].compactMap { quarter in
      rows.isEmpty ? nil : rows[quarter * (rows.count - 1) / 3]
    }
    return [request, spread]
  }

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    let comparison = findings.comparison
    let change = Wording.change(
      "SEPL with \(findings.masks) masks", from: findings.before.value, to: findings.after.value,
      findings.gain)
    Answer(
      """
      \(change) It improves \(comparison.better) of \
      \(findings.total) images and worsens \(comparison.worse).
      """)
    Lead {
      FigureBlock(
        id: "inspection-grid", figure: pictures.grid("inspection-spread", rows: 4),
        caption: """
          Four images from the largest gain to the largest loss among those shown below: \
          photograph, seed, masks, labels after SEPL, truth, and what is still wrong. The number is \
          the change of the image’s mIoU in points.
          """,
        alternativeText: "Photographs with seed, masks, enhanced labels, truth and errors.")
      TableBlock(
        id: "inspection-table",
        table: Table(
          columns: [
            .init("labels"), .init("mIoU", best: .largest), .init("Δ"), .init("masks/image"),
          ],
          rows: [
            .init([.text(findings.seeds), .rate(findings.before.value), .none, .none]),
            .init([
              .text("after SEPL, \(findings.masks)"), .rate(findings.after.value),
              .difference(findings.gain), .number(findings.maskCount, digits: 1),
            ]),
            .init(
              [
                .text("best class per mask (oracle)"), .rate(findings.oracle.value), .none,
                .number(findings.maskCount, digits: 1),
              ], isSummary: true),
          ]),
        caption: "mIoU over all \(findings.total) images; differences with 95 % intervals.")
    }
    Section("Look for yourself") {
      """
      One image from each of \(findings.shown.count) equal strata of change, so that gains and \
      losses appear in proportion. Layers can be stacked.
      """
      pictures.gallery(
        "inspection",
        caption: """
          Images ordered from the largest gain to the largest loss. Void pixels, drawn in the \
          devkit’s cream, count in no score.
          """, of: findings.total)
      if study.seeds[0].isSimulated { Block.note(Wording.simulatedNote) }
    }
  }
}
