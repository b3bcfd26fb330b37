import Foundation
import Report
import Testing

@Suite("A document as an HTML page")
struct HTMLPageTests {
  @Test("the same document gives the same bytes")
  func deterministic() throws {
    #expect(try HTMLSample.render() == HTMLSample.render())
  }

  @Test("a document of one chapter is headed by its question, of several by its title")
  func headings() throws {
    let one = try HTMLSample.render(HTMLSample.document(chapters: 1))
    #expect(one.matches(of: /<h1/).count == 1)
    #expect(one.contains("<h1 class=\"question\">Does "))
    let two = try HTMLSample.render()
    #expect(two.matches(of: /<h1/).count == 1)
    #expect(two.contains("<h1>What SAM adds to pseudo labels</h1>"))
    #expect(two.matches(of: /<h2 class="question">/).count == 2)
  }

  @Test("answer, facts, and the lead pair come before the first section")
  func order() throws {
    let page = try HTMLSample.render(HTMLSample.document(chapters: 1))
    let parts = [
      "class=\"question\"", "class=\"answer\"", "class=\"chips\"", "class=\"pair\"",
      "id=\"figure-nms-curve\"", "id=\"table-nms-scores\"", "id=\"box-nms/what-was-asked-and-why\"",
      "id=\"box-nms/making\"", "id=\"provenance\"",
    ]
    let places = parts.compactMap { page.firstRange(of: $0)?.lowerBound }
    #expect(places.count == parts.count && places == places.sorted())
  }

  @Test("a table that would scroll beside its figure gets the page's width under it")
  func wideTable() throws {
    func page(columns: Int) throws -> String {
      let table = Table(
        columns: (0..<columns).map { .init("column \($0)") },
        rows: [.init([.text("row")] + (1..<columns).map { _ in .rate(0.5) })])
      let document = Document(
        title: "Pairs", summary: "",
        chapters: [
          Chapter(
            id: "pair", question: "Does it fit?", answer: "",
            lead: [
              .pair(
                HTMLSample.figure(id: "drawing"), TableBlock(id: "t", table: table, caption: ""))
            ])
        ])
      return try HTMLSample.render(document)
    }
    #expect(try page(columns: 5).contains("class=\"pair\""))
    let wide = try page(columns: 12)
    #expect(!wide.contains("class=\"pair\"") && wide.contains("id=\"table-t\""))
  }

  @Test("every link into the page finds its place")
  func links() throws {
    let page = try HTMLSample.render()
    let targets = page.matches(of: /href="#([^"]*)"/).map { String($0.1) }
    #expect(targets.count > 10)
    for target in targets {
      #expect(page.contains(" id=\"\(target)\""), "no element has the id \(target)")
    }
  }

  @Test("a reference reads as the number of what it refers to")
  func references() throws {
    #expect(
      try HTMLSample.render().contains(
        "<a class=\"reference\" href=\"#table-nms-scores\">Table 1</a>"))
  }

  @Test("figures link to their files only where such files are written")
  func figureFiles() throws {
    let page = try HTMLSample.render(options: HTMLOptions(figureFolder: "box nms/figures"))
    #expect(page.contains("href=\"./box%20nms/figures/nms-curve.pdf\""))
    #expect(
      try !HTMLSample.render(options: HTMLOptions(figureFolder: nil)).contains("nms-curve.pdf"))
  }

  @Test("every figure has a drawer with the lines that made it")
  func drawers() throws {
    let page = try HTMLSample.render()
    let figure = try #require(
      page.firstMatch(of: /<figure id="figure-nms-curve".*?<\/figure>/.dotMatchesNewlines()))
    #expect(figure.0.contains("How this was made"))
    #expect(figure.0.contains("<span class=\"k\">let</span> curve"))
    #expect(!figure.0.contains("thresholds = ["))
  }

  @Test("a table's files are carried by the page")
  func exports() throws {
    let page = try HTMLSample.render()
    let link = try #require(
      page.firstMatch(of: /download="nms-scores.csv" href="data:text\/csv;base64,([^"]*)"/))
    let csv = try #require(Data(base64Encoded: String(link.1)))
    #expect(String(decoding: csv, as: UTF8.self) == HTMLSample.nmsTable.csv())
  }

  @Test("script and style take no more than 80 KB, and the policy names their hashes")
  func assets() throws {
    let page = try HTMLSample.render()
    let style = try #require(page.firstMatch(of: /<style>(.*?)<\/style>/.dotMatchesNewlines())).1
    let script = try #require(page.firstMatch(of: /<script>(.*?)<\/script>/.dotMatchesNewlines())).1
    #expect(style.utf8.count + script.utf8.count <= 80_000)
    #expect(page.matches(of: /'sha256-[A-Za-z0-9+\/]{43}='/).count == 2)
    #expect(!page.contains("unsafe"))
    #expect(page.contains("default-src 'none'"))
  }

  @Test("nothing is loaded from anywhere: no address but data, fragments, files and links")
  func selfContained() throws {
    let page = try HTMLSample.render()
    for match in page.matches(of: /\ssrc="([^"]*)"/) { #expect(match.1.hasPrefix("data:image/")) }
    #expect(!page.contains("<link") && !page.contains("@import") && !page.contains("url("))
  }

  @Test("two blocks of one id are refused by name")
  func duplicates() {
    var document = HTMLSample.document()
    document.chapters[1].lead.append(.figure(HTMLSample.figure(id: "class-scores")))
    #expect(throws: HTMLRenderError.duplicateID("class-scores")) {
      try HTMLSample.render(document)
    }
  }

  @Test("a chapter cannot take the name of a part of the page")
  func reserved() {
    var document = HTMLSample.document()
    document.chapters[1].id = "contents"
    #expect(throws: HTMLRenderError.duplicateID("contents")) { try HTMLSample.render(document) }
  }

  @Test("a drawing that is not one plain svg element is refused by name")
  func foreignDrawing() {
    for markup in ["<p>no</p>", "<svg><script>1</script></svg>", "<svg><style>a{}</style></svg>"] {
      #expect(throws: HTMLRenderError.notSVG(figure: "nms-curve")) {
        try HTMLRenderer().render(HTMLSample.document()) { _, _ in markup }
      }
    }
  }
}
