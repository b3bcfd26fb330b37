import Report
import Testing

@Suite("PDF reports of unusual content")
struct PDFRobustnessTests {
  private func render(_ blocks: [Block], title: String = "T", id: String = "c") throws -> [UInt8] {
    let chapter = Chapter(
      id: id, question: title, answer: "A.", sections: [Section(title, blocks: blocks)])
    return try PDFRenderer().render(
      Document(title: title, summary: "S.", chapters: [chapter, chapter], provenance: []))
  }

  private func text(of pdf: [UInt8]) throws -> String {
    try #require(ExternalTool("pdftotext")).run(["@", "-"], on: pdf).output
      .split { $0.isWhitespace }.joined(separator: " ")
  }

  @Test(
    "quotes, brackets, backslashes and foreign letters in names break neither file nor links",
    .enabled(if: ExternalTool.isInstalled("qpdf"), "needs qpdf"))
  func hostileNames() throws {
    let name = "it's (a) \\ <b> 'q' \"d\" Ω é 名 %s"
    let figure = FigureBlock(
      id: name, figure: SampleFigure(), caption: "\(link: name, to: "https://e.org/'(\\)é?a=b")",
      alternativeText: name)
    let pdf = try render(
      [.figure(figure), .paragraph("\(reference: name) and \(code: name)")], title: name, id: name)
    try SampleFiles.write(pdf, name: "hostile.pdf")
    let (status, output) = try #require(ExternalTool("qpdf")).run(["--check", "@"], on: pdf)
    #expect(status == 0 && !output.contains("WARNING"), "\(output)")
    let file = String(decoding: pdf, as: UTF8.self)
    #expect(file.contains("/URI (https://e.org/%27%28%5C%29%C3%A9?a=b)"))
  }

  @Test("only addresses of the web and of mail become links")
  func schemes() throws {
    let pdf = try render([
      .paragraph(
        "\(link: "run", to: "javascript:app.alert(1)") \(link: "open", to: "file:///etc")"),
      .paragraph("\(link: "write", to: "mailto:a@b.c") \(link: "none", to: "")"),
    ])
    let file = String(decoding: pdf, as: UTF8.self)
    #expect(file.contains("/URI (mailto:a@b.c)"))
    #expect(!file.contains("javascript") && !file.contains("/etc"))
  }

  @Test(
    "two blocks of one id, and a reference to none, still make a report",
    .enabled(if: ExternalTool.isInstalled("pdftotext"), "needs poppler-utils"))
  func looseIds() throws {
    let figure = FigureBlock(
      id: "same", figure: SampleFigure(), caption: "C.", alternativeText: "A.")
    let pdf = try render([
      .figure(figure), .figure(figure),
      .paragraph("See \(reference: "same"), \(reference: "gone")."),
    ])
    #expect(try text(of: pdf).contains("See Figure 1, gone."))
  }

  @Test(
    "a table of more columns than fit is folded, and keeps every column and row name",
    .enabled(if: ExternalTool.isInstalled("pdftotext"), "needs poppler-utils"))
  func wideTable() throws {
    let columns = (0..<22).map { Table.Column($0 == 0 ? "Method" : "class \($0)") }
    let rows = (0..<3).map { row in
      Table.Row([.text("method \(row)")] + (1..<22).map { .rate(Double($0 + row) / 30) })
    }
    let table = TableBlock(
      id: "wide", table: Table(columns: columns, rows: rows), caption: "Wide.")
    let pdf = try render([.table(table)])
    try SampleFiles.write(pdf, name: "wide.pdf")
    let words = try text(of: pdf)
    #expect((1..<22).allSatisfy { words.contains("class \($0)") })
    #expect(words.contains("76.7"))
    #expect(words.ranges(of: "method 2").count >= 4, "in two parts or more of two chapters")
  }

  @Test(
    "a long table repeats its header on every page that it reaches",
    .enabled(if: ExternalTool.isInstalled("pdftotext"), "needs poppler-utils"))
  func longTable() throws {
    let table = Table(
      columns: [Table.Column("Image"), Table.Column("Marked")],
      rows: (0..<130).map { Table.Row([.text("row \($0)"), .count($0)]) })
    let pdf = try render([.table(TableBlock(id: "long", table: table, caption: "Long."))])
    try SampleFiles.write(pdf, name: "long.pdf")
    let output = try #require(ExternalTool("pdftotext")).run(["@", "-"], on: pdf).output
    let pages = output.split(separator: "\u{0C}").filter { $0.contains("row ") }
    #expect(pages.count >= 6, "two chapters of three pages or more")
    for page in pages { #expect(page.ranges(of: "Image").count == 1) }
    #expect(output.ranges(of: "row 129").count == 2)
  }

  @Test("empty lists, tables, galleries and listings take no harm")
  func empties() throws {
    let table = Table(columns: [Table.Column("A")], rows: [])
    let pdf = try render([
      .list([]), .facts([]), .code("", language: ""), .paragraph(""), .note(""),
      .table(TableBlock(id: "t", table: table, caption: "")),
      .table(TableBlock(id: "u", table: Table(columns: [], rows: []), caption: "")),
      .gallery(Gallery(id: "g", items: [], caption: "")),
    ])
    #expect(!pdf.isEmpty)
  }

  @Test("a figure taller than the page is made smaller")
  func tallFigure() throws {
    struct Tower: Figure {
      func height(forWidth width: Double) -> Double { width * 4 }
      func draw(on canvas: inout some Canvas) {
        let size = canvas.size
        canvas.fill(.rect(Rect(x: 0, y: 0, width: size.width, height: size.height)), .accent)
      }
    }
    let pdf = try render([
      .figure(FigureBlock(id: "f", figure: Tower(), caption: "C.", alternativeText: "A."))
    ])
    #expect(String(decoding: pdf, as: UTF8.self).contains("/Count 3"))
  }

  @Test("an image that is none is reported")
  func damagedPhotograph() throws {
    let item = GalleryItem(
      id: "i", photograph: EncodedImage(format: .jpeg, width: 2, height: 2, bytes: [1, 2, 3]),
      layers: [])
    #expect(throws: DrawingError.image(format: .jpeg, detail: "the bytes are of another kind")) {
      _ = try render([.gallery(Gallery(id: "g", items: [item], caption: "C."))])
    }
  }

  @Test("a JPEG of four components is told apart from one of three")
  func cmyk() throws {
    let rgb = try SampleImages.photograph().bytes
    #expect(!JPEGFrame.isCMYK(rgb))
    let frame = try #require(rgb.indices.first { rgb[$0...].starts(with: [0xFF, 0xC0]) })
    var cmyk = rgb
    cmyk[frame + 9] = 4
    #expect(JPEGFrame.isCMYK(cmyk))
    #expect(!JPEGFrame.isCMYK(Array(cmyk.prefix(frame + 9))))
  }
}
