extension HTMLPage {
  static let makingTitle = "How this was made"
  static let provenanceTitle = "How to make it again"

  /// One question: its answer, facts and lead first, then its sections and how it was made.
  func chapter(_ chapter: Chapter) -> HTMLNode {
    .tag("article", .class("chapter"), .id(chapter.id)) {
      HTMLNode.tag(soleChapter == nil ? "h2" : "h1", .class("question")) {
        heading(chapter.question)
      }
      HTMLNode.tag("p", .class("answer")) { prose(chapter.answer) }
      if soleChapter == nil {
        chips(chapter.facts)
      } else {
        chips(document.facts + chapter.facts.filter { !document.facts.contains($0) })
      }
      blocks(chapter.lead, of: chapter)
      if soleChapter != nil { summary }
      zip(HTMLAnchors.sections(of: chapter), chapter.sections).map { anchor, section in
        HTMLNode.tag("section", .id(anchor)) {
          HTMLNode.tag("h3") { section.title }
          blocks(section.blocks, of: chapter)
        }
      }
      making(of: chapter)
    }
  }

  /// A title in which a name such as box-nms-thresh is not broken at its hyphens.
  func heading(_ title: String) -> [HTMLNode] {
    let words = title.split(separator: " ", omittingEmptySubsequences: false)
    let nodes = words.flatMap { word -> [HTMLNode] in
      let isName = word.contains("-") && word.count < 25
      return [isName ? .tag("span", .class("whole")) { String(word) } : .text(String(word)), " "]
    }
    return nodes.dropLast()
  }

  /// The document's summary, where its place above is taken by the only chapter's answer.
  private var summary: HTMLNode {
    let summary = document.summary
    if summary.runs.isEmpty || summary == soleChapter?.answer { return .nothing }
    return .tag("p") { prose(summary) }
  }

  var provenance: HTMLNode {
    guard !document.provenance.isEmpty else { return .nothing }
    return .tag("section", .class("provenance"), .id(HTMLAnchors.provenance)) {
      HTMLNode.tag(soleChapter == nil ? "h2" : "h3") { Self.provenanceTitle }
      blocks(document.provenance, of: nil)
    }
  }
}
