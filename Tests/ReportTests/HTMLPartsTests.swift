import Foundation
import Report
import Testing

@Suite("What a page is made of")
struct HTMLPartsTests {
  /// Source: the examples of FIPS 180-2, appendix B, and the empty message.
  @Test(
    "SHA-256 gives the standard's digests",
    arguments: [
      ("", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
      ("abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE="
      ),
    ])
  func digest(_ message: String, _ base64: String) {
    #expect(Base64.text(SHA256.digest(Array(message.utf8))) == base64)
  }

  @Test("SHA-256 gives the standard's digest of a million letters")
  func longDigest() {
    #expect(
      Base64.text(SHA256.digest([UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)))
        == "zcduXJkU+5KBocfihNc+Z/GAmkiklyAOBG05zMcRLNA=")
  }

  @Test("base64 pads one, two and three bytes as Foundation does")
  func base64() {
    for count in 0...20 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ 250) }
      #expect(Base64.text(bytes) == Data(bytes).base64EncodedString())
      #expect(Base64.length(of: count) == Base64.text(bytes).utf8.count)
    }
  }

  @Test(
    "addresses of the web, mail and files beside the page are allowed",
    arguments: [
      "https://arxiv.org/abs/2305.05803", "http://a.b/c?d=e:f", "mailto:a@b.c", "figures/a.pdf",
      "./x", "#box-nms", "a?b=c:d", "HTTPS://A.B",
    ])
  func allowed(_ address: String) {
    #expect(HTMLURL(address)?.text == address)
  }

  @Test(
    "every other address is refused",
    arguments: [
      "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
      "java\tscript:1", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "blob:x", "//a.b/c",
      "/etc/passwd", "\\\\host\\share", "", "a b", "x\u{0}y", "x\u{A0}y", "view-source:x",
    ])
  func refused(_ address: String) {
    #expect(HTMLURL(address) == nil)
  }

  @Test("dates are civil days, before 1970 and on leap days as well")
  func dates() {
    #expect(PageDate.text(secondsSince1970: 0) == "1970-01-01")
    #expect(PageDate.text(secondsSince1970: 951_782_400) == "2000-02-29")
    #expect(PageDate.text(secondsSince1970: 1_795_305_599) == "2026-11-21")
    #expect(PageDate.text(secondsSince1970: -1) == "1969-12-31")
  }

  @Test("the largest gallery gives up its last image first")
  func budget() {
    let costs = [[10, 10, 10, 10], [10, 10]]
    #expect(GalleryBudget.shownImages(costs: costs, within: 60) == [4, 2])
    #expect(GalleryBudget.shownImages(costs: costs, within: 59) == [3, 2])
    #expect(GalleryBudget.shownImages(costs: costs, within: 40) == [2, 2])
    #expect(GalleryBudget.shownImages(costs: costs, within: 39) == [2, 1])
    #expect(GalleryBudget.shownImages(costs: costs, within: -1) == [0, 0])
    #expect(GalleryBudget.shownImages(costs: [], within: 5) == [])
  }

  private let source = """
    let a = 1
    let report = Section("x") {
      FigureBlock(
        id: "curve",
        caption: "A")
      TableBlock(id: "scores", table: table)
      Prose("end")
    }
    """

  @Test("an excerpt is the statement that names the block, and nothing around it")
  func excerpt() {
    #expect(
      SourceExcerpt.lines(mentioning: "curve", in: source) == """
        FigureBlock(
          id: "curve",
          caption: "A")
        """)
    #expect(
      SourceExcerpt.lines(mentioning: "scores", in: source)
        == "TableBlock(id: \"scores\", table: table)")
    #expect(SourceExcerpt.lines(mentioning: "nowhere", in: source) == nil)
  }

  @Test("an excerpt is never longer than its limit")
  func longExcerpt() throws {
    let long =
      "f(\n  id: \"x\",\n" + String(repeating: "  more,\n", count: 100) + "  last)"
    let lines = try #require(SourceExcerpt.lines(mentioning: "x", in: long, atMost: 5))
    #expect(lines.split(separator: "\n").count == 5)
  }

  @Test("a coloured listing keeps every character of the source")
  func highlighting() throws {
    let code = """
      // a "comment" <b>
      let s = "a \\" b // no", t = 0.5...1_000, u = \"\"\"
        block "quoted"
        \"\"\"
      @Test func é() -> [Int]? { nil } // ünd
      let open = "never closed
      """
    var document = HTMLSample.document()
    document.provenance = [.code(code, language: "swift")]
    let page = try HTMLSample.render(document)
    let listing = try #require(
      page.matches(of: /<pre[^>]*><code>(.*?)<\/code>/.dotMatchesNewlines()).last
    ).1
    let text = listing.replacing(/<[^>]*>/, with: "").replacing("&lt;", with: "<")
      .replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
    #expect(text == code)
    #expect(listing.contains("<span class=\"k\">let</span>"))
    #expect(listing.contains("<span class=\"n\">0.5</span>..."))
  }

  @Test("text and accents have a contrast of 4.5 in both schemes")
  func contrast() throws {
    let page = try HTMLSample.render()
    let schemes = page.matches(of: /:root(?:\[data-theme=dark\])? \{(.*?)\}/.dotMatchesNewlines())
      .map { match in
        Dictionary(
          match.1.matches(of: /--([a-z0-9]+): #([0-9a-f]+)/).map { (String($0.1), String($0.2)) },
          uniquingKeysWith: { $1 })
      }
    #expect(schemes.count == 2)
    for colors in schemes {
      for text in ["ink", "soft", "accent", "warm", "keyword", "string", "type", "number"] {
        for ground in ["paper", "wash", "mark"] {
          let pair = try [text, ground].map { try luminance(#require(colors[$0])) }.sorted()
          #expect((pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, "\(text) on \(ground)")
        }
      }
    }
  }

  /// Source: WCAG 2.2, relative luminance.
  private func luminance(_ hex: String) throws -> Double {
    let digits = hex.count == 3 ? hex.flatMap { [$0, $0] } : Array(hex)
    let channels = try stride(from: 0, to: 6, by: 2).map { index -> Double in
      let value = Double(try #require(Int(String(digits[index...index + 1]), radix: 16))) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }
}
