import FoundationEssentials
import Report
import Testing

/// The photographs that the machine has, or none.
private enum VOC {
  static let root: URL = {
    if let folder = ProcessInfo.processInfo.environment["SEPAL_DATA"] {
      return URL(filePath: folder).appending(path: "voc2012")
    }
    return URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(
        path: "shared/data/voc2012")
  }()

  static var isHere: Bool { FileManager.default.fileExists(atPath: root.path) }

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appending(path: path)))
  }
}

@Suite("PDF reports with photographs", .enabled(if: VOC.isHere, "needs VOC 2012 in SEPAL_DATA"))
struct PDFPhotographTests {
  private let ids = ["2007_000032", "2007_000063", "2007_000068", "2007_000121"]

  private func item(_ id: String) throws -> GalleryItem {
    let photograph = try VOC.bytes("JPEGImages/\(id).jpg")
    let labels = try VOC.bytes("SegmentationClass/\(id).png")
    let words = labels[16..<24].map(Int.init)
    let width = words[0..<4].reduce(0) { $0 << 8 | $1 }
    let height = words[4..<8].reduce(0) { $0 << 8 | $1 }
    let layer = EncodedImage(format: .png, width: width, height: height, bytes: labels)
    return GalleryItem(
      id: id, badge: "+3.2",
      photograph: EncodedImage(format: .jpeg, width: width, height: height, bytes: photograph),
      layers: ["CAM seed", "SAM masks", "SEPL", "Truth"].enumerated().map {
        GalleryItem.Layer(id: "l\($0.offset)", name: $0.element, image: layer)
      },
      measures: [Fact("IoU", "71.3"), Fact("seed missed", "12.1")],
      legend: [
        LegendEntry("aeroplane", RGBA(hex: 0x800000)), LegendEntry("void", RGBA(hex: 0xE0E0C0)),
      ])
  }

  @Test("photographs go in as the camera's bytes, layers once each, and the file stays small")
  func photographs() throws {
    let gallery = Gallery(
      id: "voc", items: try ids.map(item), caption: "Four images of the training set.",
      sampledFrom: 311)
    let chapter = Chapter(
      id: "visual-inspection", question: "Where does SEPL help?",
      answer: "At whole objects; thin parts are lost.", facts: SampleDocument.facts,
      sections: [Section("Four images", blocks: [.gallery(gallery)])])
    let pdf = try PDFRenderer().render(
      Document(title: "Photographs", summary: "A look.", chapters: [chapter]))
    try SampleFiles.write(pdf, name: "photographs.pdf")
    for id in ids {
      let jpeg = try VOC.bytes("JPEGImages/\(id).jpg")
      #expect(pdf.firstRange(of: jpeg) != nil, "\(id)")
    }
    #expect(pdf.count < 1_500_000)
  }
}
