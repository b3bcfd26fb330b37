import Report
import Testing

@Suite("PDF reports")
struct PDFRendererTests {
  private let pdf: [UInt8]

  init() throws {
    pdf = try PDFRenderer().render(try SampleDocument().document())
  }

  @Test("the same document gives the same bytes, well below the size limit")
  func reproducible() throws {
    try SampleFiles.write(pdf, name: "report.pdf")
    #expect(try PDFRenderer().render(try SampleDocument().document()) == pdf)
    #expect(pdf.count < 300_000)
  }

  @Test(
    "a letter page breaks lines where A4 does",
    .enabled(if: ExternalTool.isInstalled("pdftotext"), "needs poppler-utils"))
  func letter() throws {
    let letter = try PDFRenderer(page: .letter).render(try SampleDocument().document())
    try SampleFiles.write(letter, name: "letter.pdf")
    let tool = try #require(ExternalTool("pdftotext"))
    func lines(_ pdf: [UInt8]) throws -> [Substring] {
      try tool.run(["-f", "2", "-l", "2", "-layout", "@", "-"], on: pdf).output
        .split(separator: "\n").filter {
          $0.contains("SEPL picks") || $0.contains("The paper keeps")
        }
    }
    #expect(try !lines(pdf).isEmpty)
    #expect(
      try lines(letter).map { $0.drop { $0 == " " } } == lines(pdf).map { $0.drop { $0 == " " } })
  }

  @Test(
    "qpdf finds nothing to object to", .enabled(if: ExternalTool.isInstalled("qpdf"), "needs qpdf"))
  func valid() throws {
    let (status, output) = try #require(ExternalTool("qpdf")).run(["--check", "@"], on: pdf)
    #expect(status == 0 && !output.contains("WARNING"), "\(output)")
  }

  @Test(
    "every font is embedded, none is Type 3, and only the report's families appear",
    .enabled(if: ExternalTool.isInstalled("pdffonts"), "needs poppler-utils"))
  func fonts() throws {
    let output = try #require(ExternalTool("pdffonts")).run(["@"], on: pdf).output
    let rows = output.split(separator: "\n").dropFirst(2)
    #expect(rows.count >= 5)
    for row in rows {
      #expect(row.contains("+Inter-") || row.contains("+JetBrainsMono-"), "\(row)")
      #expect(!row.contains("Type 3") && row.contains(" yes yes yes "), "\(row)")
    }
  }

  @Test(
    "text reads in order, with references resolved and typographic signs kept",
    .enabled(if: ExternalTool.isInstalled("pdftotext"), "needs poppler-utils"))
  func text() throws {
    let output = try #require(ExternalTool("pdftotext")).run(["@", "-"], on: pdf).output
    let words = output.split { $0.isWhitespace }.joined(separator: " ")
    #expect(words.contains("Figure 1 and Table 1 carry the answer, and Figure 4 shows where"))
    #expect(words.contains("−2.8"))
    #expect(words.contains("[−3.9, −1.7]"))
    #expect(words.contains("3 images were sampled from 311."))
    #expect(words.contains("!= is not a ligature here"))
    #expect(words.hasSuffix("7/7") || words.hasSuffix("7 / 7"))
  }

  @Test(
    "contents give each chapter's true page",
    .enabled(if: ExternalTool.isInstalled("pdftotext"), "needs poppler-utils"))
  func contents() throws {
    let tool = try #require(ExternalTool("pdftotext"))
    let contents = try tool.run(["-l", "1", "-layout", "@", "-"], on: pdf).output
    let question = "Can SAM’s masks replace AffinityNet and the dense CRF?"
    let line = try #require(contents.split(separator: "\n").first { $0.contains(question) })
    let page = try #require(line.split(separator: " ").last.flatMap { Int($0) })
    let target = try tool.run(["-f", "\(page)", "-l", "\(page)", "@", "-"], on: pdf).output
    #expect(target.contains("Question 2 of 2"))
  }

  @Test(
    "the file says that it is tagged, in which language, and when it was made",
    .enabled(if: ExternalTool.isInstalled("pdfinfo"), "needs poppler-utils"))
  func metadata() throws {
    let tool = try #require(ExternalTool("pdfinfo"))
    let info = try tool.run(["-isodates", "@"], on: pdf).output
    #expect(info.contains("Title:           What SAM’s masks do to pseudo labels"))
    #expect(info.contains("CreationDate:    2024-05-17T09:30:00"))
    #expect(info.contains("ModDate:         2024-05-17T09:30:00"))
    #expect(!info.contains("Author"))
    #expect(info.contains("Tagged:          yes"))
    let structure = try tool.run(["-struct", "@"], on: pdf).output
    for element in ["H1", "H2", "P", "Table", "TR", "TH", "TD", "Figure", "Caption", "LI", "TOCI"] {
      #expect(
        structure.contains("\(element)\n") || structure.contains("\(element) ("), "\(element)")
    }
    #expect(String(decoding: pdf, as: UTF8.self).contains("/Lang (en-GB)"))
  }

  @Test("every figure's structure element carries its own alternative text")
  func alternativeTexts() {
    let text = String(decoding: pdf, as: UTF8.self)
    #expect(text.ranges(of: "/S /Figure\n   /Alt <FEFF").count == 5)
    let leads = Array("Dense CRF leads.".utf8).map { "00" + String($0, radix: 16, uppercase: true) }
    #expect(text.contains("/Alt <FEFF\(leads.joined())>"))
  }

  @Test("a JPEG is stored once, as the bytes it came in")
  func jpegBytes() throws {
    let photograph = try SampleImages.photograph()
    let found = pdf.indices.filter {
      pdf[$0] == 0xFF && pdf[$0...].starts(with: photograph.bytes)
    }
    #expect(found.count == 1)
  }

  @Test("a report of one chapter opens with its question and has no contents")
  func singleChapter() throws {
    var document = try SampleDocument().document()
    document.chapters.removeLast()
    let pdf = try PDFRenderer().render(document)
    try SampleFiles.write(pdf, name: "single.pdf")
    let text = String(decoding: pdf, as: UTF8.self)
    #expect(!text.contains("/S /TOC\n"))
    #expect(text.contains("/S /Table"))
  }

  @Test("an empty document still is a page with its title")
  func empty() throws {
    let pdf = try PDFRenderer().render(Document(title: "Nothing yet", summary: ""))
    #expect(String(decoding: pdf, as: UTF8.self).contains("/Count 1"))
  }

  @Test(
    "a gallery beyond the sample says how many images the HTML report has",
    .enabled(if: ExternalTool.isInstalled("pdftotext"), "needs poppler-utils"))
  func gallerySample() throws {
    let document = try SampleDocument(images: 5).document()
    let pdf = try PDFRenderer(gallerySample: GallerySample(images: 2)).render(document)
    let output = try #require(ExternalTool("pdftotext")).run(["@", "-"], on: pdf).output
    let words = output.split { $0.isWhitespace }.joined(separator: " ")
    #expect(words.contains("2 of 5 shown; the HTML report has all."))
    #expect(words.contains("2007_001033") && !words.contains("2007_001034"))
  }

  @Test("a gallery's bytes bound how many images are taken, but one always is")
  func galleryBytes() throws {
    let document = try SampleDocument(images: 4).document()
    let small = try PDFRenderer(gallerySample: GallerySample(bytes: 1)).render(document)
    let large = try PDFRenderer().render(document)
    #expect(small.count < large.count)
  }
}
