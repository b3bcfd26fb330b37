extension Composer {
  mutating func addParagraph(_ prose: Prose) {
    let text = typesetter.set(prose, .body, width: Spacing.measure)
    within(.paragraph) { $0.add(lines: text, before: Spacing.paragraph, passesFloats: true) }
  }

  mutating func addList(_ items: [Prose]) {
    let indent = 13.0
    within(.list) { list in
      for (index, item) in items.enumerated() {
        let text = list.typesetter.set(item, .body, width: Spacing.measure - indent)
        let bullet = list.typesetter.set("•", .body)
        list.within(.item) { composer in
          let first = composer.boxes.count
          composer.add(
            lines: text, indent: indent, before: index == 0 ? Spacing.paragraph : 3,
            passesFloats: true)
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

  /// Empty height that disappears at the top of a page.
  mutating func addSpace(_ height: Double) {
    var box = FlowBox(height: 0, spaceBefore: height) { _, _ in }
    box.extent.passesFloats = true
    add(box)
  }
}
