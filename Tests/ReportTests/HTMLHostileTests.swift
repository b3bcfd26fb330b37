import Foundation
import Report
import Testing

/// Words that try to become markup, script or addresses.
enum Hostile {
  static let strings = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'onmouseover='alert(1)",
    "</script><script>alert(1)</script>", "<!--<script>", "]]>", "</style><svg onload=alert(1)>",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>",
    "\u{2028}alert(1)\u{2029}", "a\u{0}b\u{8}", "&lt;script&gt;", "${alert(1)}", "\\u003cscript",
  ]
}

@Suite("Hostile words in a page")
struct HTMLHostileTests {
  /// What is left of a page when its own script and style are taken out.
  private func content(_ page: String) -> String {
    page.replacing(/<style>.*?<\/style>/.dotMatchesNewlines(), with: "")
      .replacing(/<script>.*?<\/script>/.dotMatchesNewlines(), with: "")
  }

  static func document(_ text: String) -> Document {
    var gallery = HTMLSample.gallery(items: 8)
    for index in gallery.items.indices {
      gallery.items[index].id = "\(index)" + text
      gallery.items[index].badge = text
      gallery.items[index].measures = [Fact(text, text)]
      gallery.items[index].legend = [LegendEntry(text, RGBA(hex: 0))]
      gallery.items[index].layers[0].name = text
      gallery.items[index].layers[0].id = text
    }
    var document = HTMLSample.document(gallery: gallery, hostile: text)
    document.facts = [Fact(text, text)]
    document.chapters[0].id = text
    document.chapters[0].sections.append(
      Section(text) {
        Block.code(text, language: text)
        Block.code(text, language: "swift")
        TableBlock(
          id: text,
          table: Table(columns: [Table.Column(text, help: text)], rows: [Table.Row([.text(text)])]),
          caption: Prose(text))
        Prose(runs: [.link(text, url: text), .reference(id: text), .code(text)])
      })
    return document
  }

  @Test("no word becomes an element, an attribute or a script", arguments: Hostile.strings)
  func escaped(_ text: String) throws {
    let plain = content(try HTMLSample.render(Self.document("plain")))
    let page = content(try HTMLSample.render(Self.document(text)))
    func tags(_ page: String) -> [String] {
      page.matches(of: /<[a-zA-Z!\/][^ >]*/).map { String($0.0) }
        .filter { $0 != "<span" && $0 != "</span" && $0 != "<a" && $0 != "</a" }
    }
    // Listings are coloured by span, and a bad link is no link: all else has to be the same.
    #expect(tags(page) == tags(plain))
    let bare = page.replacing(/="[^"]*"/, with: "=")
    #expect(!bare.contains(/<[^>]*\s(on[a-z]+|style)=/))
  }

  @Test("an address that is not on the allow list leads nowhere", arguments: Hostile.strings)
  func addresses(_ text: String) throws {
    let page = content(try HTMLSample.render(Self.document(text)))
    for match in page.matches(of: /href="([^"]*)"/) {
      let address = match.1
      let isAllowed =
        ["#", "./", "https://", "data:text/csv;", "data:application/"].contains {
          address.hasPrefix($0)
        } || !address.contains(":")
      #expect(isAllowed, "\(address)")
    }
  }

  @Test("what the script reads is JSON with the words as they were", arguments: Hostile.strings)
  func data(_ text: String) throws {
    let page = try HTMLSample.render(Self.document(text))
    let json = try #require(
      page.firstMatch(of: /<script type="application\/json" data-items="">(.*?)<\/script>/)
    ).1
    let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8))
    let items = try #require(parsed as? [[String: Any]])
    #expect(items.first?["badge"] as? String == text)
    #expect(!json.contains("<") && !json.contains("\u{2028}"))
  }
}
