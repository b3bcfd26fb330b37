extension Composer {
  /// A chapter from the top of a page: the question, its answer, what it was measured on, and the
  /// figure and table that carry it.
  mutating func addChapter(_ chapter: Chapter, number: Int, of count: Int, document: Document) {
    startPage(runningHead: chapter.question)
    mark(Destination.chapter(chapter.id), outline: chapter.question, level: 1)
    let overline =
      count == 1 ? document.title : "Question \(number) of \(count)\u{2003}·\u{2003}\(chapter.id)"
    within(.section) { composer in
      composer.addOpening(overline: overline, title: chapter.question, answer: chapter.answer)
      composer.addFactStrip(chapter.facts, before: 12)
      composer.add(chapter.lead)
      for (index, section) in chapter.sections.enumerated() {
        composer.within(.section) {
          $0.mark(
            Destination.section(index + 1, of: chapter.id), outline: section.title, level: 2)
          $0.addHeading(section.title, level: 2)
          $0.add(section.blocks)
        }
      }
      if let making = chapter.making { composer.addMaking(making) }
    }
  }

  /// An overline, a title and the sentence or two that stand under it.
  mutating func addOpening(
    overline: String, title: String, answer: Prose, style: ProseStyle = .question
  ) {
    let overline = typesetter.set(overline, .overline, width: textWidth, ellipsized: true)
    within(.paragraph) { $0.add(lines: overline, keepsWithNext: true) }
    let title = typesetter.setBalanced(title, style, width: Spacing.captionMeasure)
    within(.heading(1)) { $0.add(lines: title, before: 5, keepsWithNext: true) }
    let answer = typesetter.set(answer, .answer, width: Spacing.captionMeasure)
    within(.paragraph) { $0.add(lines: answer, before: 7, keepsWithNext: false) }
  }

  /// What went into a chapter, in small type. Digests and a long source stay in the HTML report,
  /// where they can be folded.
  private mutating func addMaking(_ making: Making) {
    let lines = making.source.split(separator: "\n", omittingEmptySubsequences: false).count
    let isListed = lines <= Composer.longestListing
    within(.section) { composer in
      composer.addHeading(
        "How this was made", level: 2, style: .subheading, before: 18, after: 0)
      let pointsElsewhere = !making.source.isEmpty && !isListed
      composer.addFacts(making.parameters, isTight: true, keepsWithNext: pointsElsewhere)
      if let cost = making.cost {
        composer.within(.table) { $0.addRows(of: cost, before: 7) }
        composer.addSpace(4)
      }
      guard !making.source.isEmpty else { return }
      if isListed {
        composer.addCode(making.source)
      } else {
        let text = composer.typesetter.set(
          "The Swift that made this chapter, \(lines) lines, unfolds in the HTML report.",
          ProseStyle(size: 7.6, leading: 11, ink: .soft), width: Spacing.captionMeasure)
        composer.within(.paragraph) { $0.add(lines: text, before: 3) }
      }
    }
  }

  private static let longestListing = 40

  /// How to make the report again.
  mutating func addProvenance(_ blocks: [Block]) {
    guard !blocks.isEmpty else { return }
    startPage(runningHead: Composer.provenanceTitle)
    mark(Destination.provenance, outline: Composer.provenanceTitle, level: 1)
    within(.section) { composer in
      composer.addHeading(
        Composer.provenanceTitle, level: 1, style: .question, before: 0, after: 4)
      composer.add(blocks)
    }
  }

  static let provenanceTitle = "How to make it again"
}
