extension Composer {
  /// The first page of a report with several chapters: title, summary, facts, and the contents,
  /// which give every question with its answer; sections are in the outline.
  mutating func addFrontMatter(_ document: Document) {
    let day = document.date > 0 ? [CivilTime(secondsSince1970: document.date).dateText] : []
    addOpening(
      overline: (["Sepal report"] + day).joined(separator: "\u{2003}·\u{2003}"),
      title: document.title, answer: document.summary, style: .documentTitle)
    addFactStrip(document.facts, before: 14)
    add(document.opening)
    addHeading("Contents", level: 2, before: 26, after: 2)
    within(.contents) { contents in
      for (index, chapter) in document.chapters.enumerated() {
        contents.addEntry(chapter, number: index + 1)
      }
      if !document.provenance.isEmpty {
        contents.addEntry(
          Composer.provenanceTitle, at: Destination.provenance, style: Composer.entryStyle,
          indent: Composer.entryIndent, before: 9)
      }
    }
  }

  private static let entryStyle = ProseStyle(size: 9.5, leading: 13.5, weight: .semibold)
  private static let entryIndent = 20.0

  private mutating func addEntry(_ chapter: Chapter, number: Int) {
    let label = typesetter.set("\(number)", Composer.entryStyle)
    let first = boxes.count
    addEntry(
      chapter.question, at: Destination.chapter(chapter.id), style: Composer.entryStyle,
      indent: Composer.entryIndent, before: 9, keepsWithNext: true)
    prepend(toBox: first) { page, origin in label.draw(at: origin, on: page, ink: .soft) }
    let answer = typesetter.set(
      chapter.answer, ProseStyle(size: 8.5, leading: 12.5, ink: .soft),
      width: Spacing.measure - 10)
    within(.paragraph) {
      $0.add(lines: answer, indent: Composer.entryIndent, before: 1)
    }
  }

  /// One line that is a link as a whole, its page number at the right.
  private mutating func addEntry(
    _ title: String, at destination: String, style: ProseStyle, indent: Double, before: Double,
    keepsWithNext: Bool = false
  ) {
    let right = textWidth
    let text = typesetter.set(title, style, width: right - indent - 40)
    let typesetter = typesetter
    within(.contentsEntry) { composer in
      composer.add(
        height: text.height, before: before, keepsWithNext: keepsWithNext
      ) { page, origin in
        let number = page.pageNumbers[destination].map { "\($0)" } ?? ""
        var numberStyle = style
        (numberStyle.tabular, numberStyle.weight) = (true, .regular)
        page.tagged(.link(.destination(destination))) {
          text.draw(at: Point(origin.x + indent, origin.y), on: page)
          typesetter.set(number, numberStyle)
            .drawTrailing(at: origin.x + right, y: origin.y, on: page, ink: .soft)
        }
      }
    }
  }
}
