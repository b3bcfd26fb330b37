extension Composer {
  mutating func addParagraph(_ prose: Prose) {
    let text = typesetter.set(prose, .body, width: Spacing.measure)
    within(.paragraph) { $0.add(lines: text, before: Spacing.paragraph) }
  }

  mutating func addList(_ items: [Prose]) {
    let indent = 13.0
    within(.list) { list in
      for (index, item) in items.enumerated() {
        let text = list.typesetter.set(item, .body, width: Spacing.measure - indent)
        let bullet = list.typesetter.set("•", .body)
        list.within(.item) { composer in
          let first = composer.boxes.count
          composer.add(lines: text, indent: indent, before: index == 0 ? Spacing.paragraph : 3)
          guard composer.boxes.count > first else { return }
          composer.prepend(toBox: first) { page, origin in
            bullet.draw(at: Point(origin.x + 2, origin.y), on: page, ink: .soft)
          }
        }
      }
    }
  }

  /// A heading that never ends a page.
  mutating func addHeading(
    _ title: String, level: Int, style: ProseStyle = .heading,
    before: Double = Spacing.beforeHeading, after: Double = Spacing.afterHeading
  ) {
    let text = typesetter.set(title, style, width: Spacing.captionMeasure)
    within(.heading(level)) { composer in
      composer.add(lines: text, before: before, keepsWithNext: true)
      composer.add(height: after, before: 0, keepsWithNext: true) { _, _ in }
    }
  }

  /// A limit or warning, set apart by a bar and a tint.
  mutating func addNote(_ prose: Prose) {
    let style = ProseStyle(size: 8.8, leading: 13)
    let text = typesetter.set(prose, style, width: Spacing.measure - 8)
    let height = text.height + 14
    within(.note) { composer in
      composer.add(height: height, before: 10) { page, origin in
        let width = Spacing.measure + 16
        page.fill(
          Rect(x: origin.x, y: origin.y, width: width, height: height), PagePainter.wash)
        page.fill(Rect(x: origin.x, y: origin.y, width: 2.4, height: height), .series(6))
        text.draw(at: Point(origin.x + 14, origin.y + 7), on: page)
      }
      composer.addSpace(4)
    }
  }

  /// A listing: long lines wrap, and it may be cut between lines.
  mutating func addCode(_ source: String) {
    let inset = 10.0
    let width = textWidth
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.isEmpty == true { lines.removeLast() }
    within(.code) { composer in
      for (index, line) in lines.enumerated() {
        let expanded = line.split(separator: "\t", omittingEmptySubsequences: false)
          .joined(separator: "  ")
        let text = composer.typesetter.set(
          expanded.isEmpty ? " " : expanded, .code, width: width - 2 * inset)
        let above = index == 0 ? inset - 2 : 0
        let below = index == lines.count - 1 ? inset - 2 : 0
        let isShort = lines.count <= 5
        composer.add(
          height: text.height + above + below, before: index == 0 ? 8 : 0,
          keepsWithNext: index < lines.count - 1
            && (isShort || index == 0 || index == lines.count - 2)
        ) { page, origin in
          // The overlap hides the seam that viewers draw between adjoining tints.
          let top = index == 0 ? 0 : -0.4
          page.fill(
            Rect(
              x: origin.x, y: origin.y + top, width: width,
              height: text.height + above + below - top), PagePainter.wash)
          text.draw(at: Point(origin.x + inset, origin.y + above), on: page)
        }
      }
      composer.addSpace(6)
    }
  }

  /// Empty height that disappears at the top of a page.
  mutating func addSpace(_ height: Double) { add(height: 0, before: height) { _, _ in } }
}
