import Experiments
import Report
import Vision

extension VisualInspection: ReportedExperiment {
  var subject: (stage: Pipeline.Stage, detail: String) { (.enhanced, "looked at") }

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
    let gallery = PictureRequest(
      id: "inspection", rows: rows, seed: study.seeds[0], masks: study.masks[0],
      setting: settings[1])
    // The figure shows at most four images that stand for the range: gain, two in between, loss.
    var spread = gallery
    spread.id = "inspection-spread"
    spread.side = PictureRequest.printedSide
    spread.rows =
      rows.count < 4 ? rows : (0..<4).map { third in rows[third * (rows.count - 1) / 3] }
    return [gallery, spread]
  }

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    let change = Wording.change(
      Wording.labels(study.seeds[0]), from: findings.before.value, to: findings.after.value,
      "SEPL with \(findings.masks) masks", findings.gain)
    Answer("It moves the borders of objects to those of masks. \(change)")
    Lead {
      grid(findings, pictures)
      table(findings)
    }
    Asked {
      """
      A number says how much labels change, not how. Here are the seed, the masks, what SEPL made \
      of them, the truth, and what is still wrong, for images across the whole range of change.
      """
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
    }
    Outlook {
      """
      Masks whose borders are those of objects: with a class chosen by the truth for each mask, and \
      no label where no mask is (the oracle), these reach \(CellText.percent(findings.oracle.value)).
      """
    }
  }

  private func grid(_ findings: Findings, _ pictures: Pictures) -> FigureBlock {
    FigureBlock(
      id: "inspection-grid",
      figure: pictures.grid("inspection-spread") { id, layer in
        guard let image = findings.shown.first(where: { $0.id == id }) else { return "" }
        let change = CellText.points(image.after - image.before)
        return switch layer {
        case nil: id
        case "seed": CellText.percent(image.before)
        case "sepl": "\(CellText.percent(image.after)) (\(change))"
        default: ""
        }
      },
      caption: """
        Images from the largest gain to the largest loss among those below: photograph, activation \
        map where there is one, seed, masks, labels after SEPL, truth, and what is still wrong (vermilion: claimed but not there; \
        blue: missed). Under seed and SEPL: the image’s mIoU and its change in points.
        """,
      alternativeText: "Photographs with seed, masks, enhanced labels, truth and errors.")
  }

  private func table(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "inspection-table",
      table: Table(
        columns: [
          .init("labels"), .init("mIoU", best: .largest),
        ] + Comparison.columns("Δ") + [.init("masks/image")],
        rows: [
          .init(
            [.text(findings.seeds), .rate(findings.before.value)] + Comparison.noCells + [.none]),
          .init(
            [.text("after SEPL, \(findings.masks)"), .rate(findings.after.value)]
              + findings.gain.cells + [.number(findings.maskCount, digits: 1)]),
          .init(
            [.text("best class per mask (oracle)"), .rate(findings.oracle.value)]
              + Comparison.noCells + [.number(findings.maskCount, digits: 1)],
            isSummary: true),
        ]),
      caption: "mIoU over all \(findings.total) images; differences with 95 % intervals.")
  }
}
