import Report
import Testing

@Suite("Figures as PDF and PNG")
struct CairoCanvasTests {
  private let renderer: FigureRenderer

  init() throws { renderer = try FigureRenderer() }

  private func pdf(_ figure: SampleFigure = SampleFigure()) throws -> [UInt8] {
    try renderer.pdf(figure, width: 234, title: "A sample", date: 1_715_938_200)
  }

  @Test("the same figure gives the same PDF, from the same and from fresh fonts")
  func reproduciblePDF() throws {
    let first = try pdf()
    try SampleFiles.write(first, name: "figure.pdf")
    #expect(try pdf() == first)
    let fresh = try FigureRenderer().pdf(
      SampleFigure(), width: 234, title: "A sample", date: 1_715_938_200)
    #expect(fresh == first)
  }

  @Test("a PDF's dates are the document's, never the clock's")
  func dates() throws {
    let text = String(decoding: try pdf(), as: UTF8.self)
    #expect(text.contains("/CreationDate (20240517093000Z)"))
    #expect(text.contains("/ModDate (20240517093000Z)"))
    #expect(text.contains("/Title (A sample)"))
  }

  @Test("a PNG has the asked size and repeats to the byte")
  func png() throws {
    let png = try renderer.png(SampleFigure(), width: 234, scale: 2)
    try SampleFiles.write(png, name: "figure.png")
    #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(Array(png[16..<24]) == [0, 0, 1, 212, 0, 0, 1, 6])
    #expect(try renderer.png(SampleFigure(), width: 234, scale: 2) == png)
  }

  @Test("a damaged image is reported by the renderer, not drawn as nothing")
  func damagedImage() throws {
    let cut = EncodedImage(
      format: .png, width: 4, height: 4,
      bytes: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13])
    #expect(throws: DrawingError.image(format: .png, detail: "the file is cut short")) {
      _ = try pdf(SampleFigure(image: cut))
    }
    let foreign = EncodedImage(format: .jpeg, width: 4, height: 4, bytes: cut.bytes)
    #expect(throws: DrawingError.image(format: .jpeg, detail: "the bytes are of another kind")) {
      _ = try pdf(SampleFigure(image: foreign))
    }
  }

  @Test("a PNG whose pixels are missing is reported")
  func missingPixels() throws {
    var image = try SampleImages.labels(width: 16, height: 12, seed: 1)
    image.bytes.removeLast(30)
    #expect(throws: DrawingError.self) { _ = try pdf(SampleFigure(image: image)) }
  }
}
