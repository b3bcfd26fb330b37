extension Composer {
  /// Facts as one line between rules, wrapped between facts.
  mutating func addFactStrip(_ facts: [Fact], before: Double) {
    guard !facts.isEmpty else { return }
    var pieces: [SetText.Piece] = []
    let plain = TextStyle(size: ProseStyle.fact.size)
    let strong = TextStyle(size: ProseStyle.fact.size, weight: .medium)
    for (index, fact) in facts.enumerated() {
      if index > 0 { pieces.append(.init("\u{2003} ", plain, .soft)) }
      pieces.append(.init(Composer.unbroken(fact.name) + "\u{A0}", plain, .soft))
      pieces.append(.init(Composer.unbroken(fact.value), strong, .ink))
    }
    var style = ProseStyle.fact
    style.leading = 13.5
    let text = SetText(
      pieces, style: style, width: textWidth, ellipsized: false, fonts: typesetter.fonts)
    let width = textWidth
    let height = text.height + 12
    within(.paragraph) { composer in
      composer.add(height: height, before: before) { page, origin in
        for y in [origin.y, origin.y + height] {
          page.rule(at: Point(origin.x, y), width: width, weight: 0.5, ink: .line)
        }
        text.draw(at: Point(origin.x, origin.y + 6), on: page)
      }
    }
  }

  private static func unbroken(_ text: String) -> String {
    String(text.map { $0 == " " ? "\u{A0}" : $0 })
  }

  /// Facts as a list of names and values, in two columns where they are short.
  ///
  /// - Parameter isTight: sets them smaller, and in two columns also where values then wrap.
  mutating func addFacts(_ facts: [Fact], isTight: Bool = false, keepsWithNext: Bool = false) {
    guard !facts.isEmpty else { return }
    let scale = isTight ? 0.92 : 1
    let gap = 12 * scale
    let half = (textWidth - Spacing.gutter) / 2
    let names = facts.map {
      typesetter.set($0.name, Composer.nameStyle.scaled(by: scale), width: isTight ? 100 : 150)
    }
    let nameWidth = names.map(\.width).max() ?? 0
    let styles = facts.map { Composer.valueStyle(of: $0).scaled(by: scale) }
    let widest = zip(facts, styles).map { typesetter.set($0.value, $1).width }.max() ?? 0
    let wanted = isTight ? min(widest, Composer.leastValueWidth) : widest
    let columns = facts.count >= 4 && nameWidth + gap + wanted <= half ? 2 : 1
    let width = columns == 2 ? half : textWidth
    let values = zip(facts, styles).map {
      typesetter.set($0.value, $1, width: width - nameWidth - gap)
    }
    let rows = (facts.count + columns - 1) / columns
    within(.list) { composer in
      for row in 0..<rows {
        let entries = (0..<columns).map { row + $0 * rows }.filter { $0 < facts.count }
        let height = entries.map { max(names[$0].height, values[$0].height) }.max() ?? 0
        let isLast = row == rows - 1
        composer.within(.item) {
          $0.add(
            height: height + (isTight ? 0 : 1.5),
            before: row > 0 ? 0 : isTight ? 2 : Spacing.paragraph,
            keepsWithNext: isLast ? keepsWithNext : row == 0 || row == rows - 2
          ) { page, origin in
            for (column, entry) in entries.enumerated() {
              let x = origin.x + Double(column) * (half + Spacing.gutter)
              names[entry].draw(at: Point(x, origin.y), on: page)
              values[entry].draw(at: Point(x + nameWidth + gap, origin.y), on: page)
            }
          }
        }
      }
    }
  }

  /// Values of a tight list wrap at this width rather than cost it the second column.
  private static let leastValueWidth = 110.0

  private static let nameStyle = ProseStyle(size: 8.2, leading: 12, ink: .soft)

  /// Digests are read digit by digit: they are set in the monospaced family.
  private static func valueStyle(of fact: Fact) -> ProseStyle {
    let isDigest = fact.value.utf8.count >= 32 && fact.value.allSatisfy(\.isHexDigit)
    return isDigest
      ? ProseStyle(size: 7.2, leading: 12, family: .mono)
      : ProseStyle(size: 8.2, leading: 12, tabular: true)
  }
}
