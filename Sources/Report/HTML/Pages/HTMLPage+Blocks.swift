extension HTMLPage {
  /// Blocks top to bottom; `chapter` is where a figure's drawer finds how it was made.
  func blocks(_ blocks: [Block], of chapter: Chapter?) -> [HTMLNode] {
    blocks.map { block in
      switch block {
      case .paragraph(let text): .tag("p") { prose(text) }
      case .list(let items):
        .tag("ul") { items.map { item in HTMLNode.tag("li") { prose(item) } } }
      case .figure(let figure): self.figure(figure, of: chapter, isPaired: false)
      case .table(let table): self.table(table)
      case .pair(let figure, let table):
        PairLayout.isSideBySide(table.table)
          ? .tag("div", .class("pair")) {
            self.figure(figure, of: chapter, isPaired: true)
            self.table(table)
          }
          : .group([self.figure(figure, of: chapter, isPaired: false), self.table(table)])
      case .gallery(let gallery): self.gallery(gallery)
      case .code(let code, let language): listing(code, language: language)
      case .facts(let facts): self.facts(facts)
      case .note(let text):
        .tag("p", .class("note"), .set(.role, "note")) { prose(text) }
      }
    }
  }

  func prose(_ prose: Prose) -> [HTMLNode] {
    prose.runs.map { run in
      switch run {
      case .text(let text): .text(Prose.unbroken(text))
      case .strong(let text): .tag("strong") { Prose.unbroken(text) }
      case .emphasis(let text): .tag("em") { text }
      case .code(let text): .tag("code") { text }
      case .link(let text, let address):
        // An address that is not on the allow list stays readable, and leads nowhere.
        HTMLURL(address).map { url in .tag("a", .href(url)) { text } } ?? .text(text)
      case .reference(let id): reference(to: id)
      }
    }
  }

  private func reference(to id: String) -> HTMLNode {
    guard let number = numbering.number(for: id) else { return .text(id) }
    let anchor = number.kind == .figure ? HTMLAnchors.figure(id) : HTMLAnchors.table(id)
    return .tag("a", .class("reference"), .href(.fragment(anchor))) { number.label }
  }

  func facts(_ facts: [Fact]) -> HTMLNode {
    .tag("dl", .class("facts")) {
      facts.flatMap { fact in
        [HTMLNode.tag("dt") { fact.name }, HTMLNode.tag("dd") { fact.value }]
      }
    }
  }

  func listing(_ code: String, language: String) -> HTMLNode {
    .tag("pre", .set(.tabindex, "0"), .data("language", language)) {
      HTMLNode.tag("code") {
        language.lowercased() == "swift" ? SwiftHighlighting.nodes(for: code) : [.text(code)]
      }
    }
  }

  /// A figure's or table's label and words, and under them the ways to its files.
  func caption(
    _ id: String, _ text: Prose, and more: String? = nil, tools: [HTMLNode] = []
  ) -> HTMLNode {
    .tag("figcaption") {
      HTMLNode.tag("p") {
        if let label = numbering.label(for: id) {
          HTMLNode.tag("b") { label + "." }
          " "
        }
        prose(text)
        if let more { " " + more }
      }
      if !tools.isEmpty { HTMLNode.tag("div", .class("tools")) { tools } }
    }
  }
}
