/// What a reader sees first: the question, its answer, what it was measured on, and the way to
/// everything else.
extension HTMLPage {
  var topLine: HTMLNode {
    .tag("div", .class("over")) {
      HTMLNode.tag("span") { soleChapter == nil ? "Sepal" : "Sepal \u{00B7} \(document.title)" }
      HTMLNode.tag("span", .class("actions")) {
        HTMLNode.tag(
          "button", .class("narrow"), .set(.type, "button"),
          .set(.popovertarget, HTMLAnchors.contents)
        ) { "Contents" }
        if let pdf = options.pdf {
          HTMLNode.tag("a", .href(.file(pdf))) { "PDF" }
        }
        HTMLNode.tag(
          "button", .set(.type, "button"), .data("action", "print"), .hidden
        ) { "Print" }
        HTMLNode.tag(
          "button", .set(.type, "button"), .data("action", "theme"), .hidden
        ) { "Dark" }
      }
    }
  }

  var masthead: HTMLNode {
    guard soleChapter == nil else { return .nothing }
    return .tag("header", .class("masthead")) {
      HTMLNode.tag("h1") { heading(document.title) }
      HTMLNode.tag("p", .class("answer")) { prose(document.summary) }
      chips(document.facts)
      blocks(document.opening, of: nil)
      answers
    }
  }

  /// Every question with its answer: the story for someone who reads no further.
  private var answers: HTMLNode {
    guard !document.chapters.isEmpty else { return .nothing }
    return .tag("ol", .class("answers")) {
      document.chapters.map { chapter in
        HTMLNode.tag("li") {
          HTMLNode.tag("a", .href(.fragment(chapter.id))) { chapter.question }
          HTMLNode.tag("p") { prose(chapter.answer) }
        }
      }
    }
  }

  func chips(_ facts: [Fact]) -> HTMLNode {
    guard !facts.isEmpty else { return .nothing }
    return .tag("dl", .class("chips")) {
      facts.map { fact in
        HTMLNode.tag("div") {
          HTMLNode.tag("dt") { fact.name }
          HTMLNode.tag("dd") { fact.value }
        }
      }
    }
  }

  /// The contents list: beside the page where there is room, else unfolded by a button.
  var contents: HTMLNode {
    .tag(
      "nav", .id(HTMLAnchors.contents), .class("contents"), .set(.popover, "auto"),
      .aria("label", "Contents")
    ) {
      HTMLNode.tag("div", .class("search"), .data("search"), .hidden)
      HTMLNode.tag("ol") {
        document.chapters.map(contentsEntry)
        if !document.provenance.isEmpty {
          HTMLNode.tag("li") {
            HTMLNode.tag("a", .href(.fragment(HTMLAnchors.provenance))) { Self.provenanceTitle }
          }
        }
      }
    }
  }

  private func contentsEntry(_ chapter: Chapter) -> HTMLNode {
    .tag("li") {
      HTMLNode.tag("a", .href(.fragment(chapter.id))) { chapter.question }
      HTMLNode.tag("ol") {
        zip(HTMLAnchors.sections(of: chapter), chapter.sections).map { anchor, section in
          HTMLNode.tag("li") {
            HTMLNode.tag("a", .href(.fragment(anchor))) { section.title }
          }
        }
        if chapter.making != nil {
          HTMLNode.tag("li") {
            HTMLNode.tag("a", .href(.fragment(HTMLAnchors.making(of: chapter)))) {
              Self.makingTitle
            }
          }
        }
      }
    }
  }
}
