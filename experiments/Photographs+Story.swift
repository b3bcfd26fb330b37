import Experiments
import Report
import Vision

extension Photographs: ReportedExperiment {
  var subject: (stage: Pipeline.Stage, detail: String) { (.images, "photographs, no truth") }

  func pictures(of findings: Findings, in study: Study) -> [PictureRequest] {
    guard let shown = shown(in: study) else { return [] }
    let request = PictureRequest(
      id: "photographs", study: shown,
      rows: findings.rows.map { row in
        .init(
          id: row.id, badge: row.classes.map(\.name).joined(separator: ", "),
          measures: [
            Fact("classes seen", classes(row)), Fact("masks", "\(row.masks)"),
            Fact("seeded", "\(CellText.percent(row.seeded)) %"),
            Fact("after SEPL", "\(CellText.percent(row.enhanced)) %"),
          ])
      }, seed: shown.seeds[0], masks: shown.masks[0], setting: setting)
    var grid = request
    grid.id = "photographs-grid"
    grid.side = PictureRequest.printedSide
    return [request, grid]
  }

  func story(of findings: Findings, in study: Study, pictures: Pictures) -> [StoryPart] {
    let named = findings.rows.filter { !$0.classes.isEmpty }
    Answer(
      """
      Of \(findings.rows.count) photographs \(strong: "\(named.count)") show something that a network \
      trained on ImageNet takes for one of VOC’s classes; there SEPL turns its activation into regions \
      of \(findings.masks) masks. Nothing here can be scored: these photographs have no truth.
      """)
    Lead {
      FigureBlock(
        id: "photographs-figure",
        figure: pictures.grid("photographs-grid") { id, layer in
          guard let row = findings.rows.first(where: { $0.id == id }) else { return "" }
          return switch layer {
          case nil: id
          case "cam": row.classes.isEmpty ? "no class" : classes(row)
          case "masks": "\(row.masks) masks"
          default: ""
          }
        },
        caption: """
          Photographs, the strongest activation, the seed, \(findings.masks) masks, and the labels after \
          SEPL. Photographs of scikit-image: astronaut (NASA), chelsea (S. van der Walt), coffee \
          (R. Michetti), motorcycle (Middlebury stereo data).
          """,
        alternativeText: "Photographs with activation maps, seeds, masks and labels after SEPL.")
      table(findings)
    }
    Asked {
      """
      Scenes are drawn, and VOC’s truth is not on every machine. To see maps, masks and rule on \
      photographs, the image-level label is taken from EfficientNet-Lite0’s own head: ImageNet’s \
      classes that correspond to one of VOC’s. People have almost none of ImageNet’s classes, so that a \
      portrait has no seed, however clear its masks are.
      """
    }
    Section("Look for yourself") {
      "All layers at full size."
      pictures.gallery(
        "photographs", caption: "Photographs without labels or truth.", of: findings.rows.count)
    }
    Outlook {
      "A classifier trained on VOC’s own labels, with \(code: "sepal cam --train"), and its truth."
    }
  }

  private func classes(_ row: Row) -> String {
    row.classes.isEmpty
      ? "none"
      : row.classes.map { "\($0.name) \(CellText.percent($0.probability)) %" }
        .joined(separator: ", ")
  }

  private func table(_ findings: Findings) -> TableBlock {
    TableBlock(
      id: "photographs-table",
      table: Table(
        columns: [
          .init("photograph"), .init("classes seen"), .init("masks"), .init("seeded"),
          .init("after SEPL"),
        ],
        rows: findings.rows.map { row in
          Table.Row([
            .text(row.id), .text(classes(row)), .count(row.masks), .rate(row.seeded),
            .rate(row.enhanced),
          ])
        }),
      caption: """
        What ImageNet’s head sees and how likely it holds it to be, \(findings.masks) masks, and the \
        share of the photograph that has a class before and after SEPL. No score: there is no truth.
        """)
  }
}
