extension Canvas {
  /// One line of unturned text, its capitals centred on `center.y`.
  mutating func label(
    _ text: String, at center: Point, style: TextStyle, ink: Ink = .ink,
    alignment: TextAlignment = .leading
  ) {
    let baseline = Point(center.x, center.y + style.capHeight / 2)
    self.text(text, at: baseline, style: style, ink: ink, alignment: alignment, rotation: 0)
  }

  /// Lines below each other, the first one's capitals touching `top`.
  mutating func lines(
    _ lines: [String], top: Point, style: TextStyle, ink: Ink = .ink,
    alignment: TextAlignment = .leading
  ) {
    for (index, line) in lines.enumerated() {
      let y = top.y + style.capHeight + Double(index) * style.lineHeight
      text(
        line, at: Point(top.x, y), style: style, ink: ink, alignment: alignment, rotation: 0)
    }
  }

  /// Lines read from below, centred on `center.y`, the first one leftmost with its capitals touching
  /// `center.x`.
  mutating func uprightLines(_ lines: [String], left center: Point, style: TextStyle, ink: Ink) {
    for (index, line) in lines.enumerated() {
      let x = center.x + style.capHeight + Double(index) * style.lineHeight
      text(
        line, at: Point(x, center.y), style: style, ink: ink, alignment: .center, rotation: -90)
    }
  }

  /// `text` broken at spaces, or after `-`, `_`, `/`, or where it must, into lines no wider than
  /// `width`. No text gives no line.
  func wrap(_ text: String, style: TextStyle, width: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for piece in Self.pieces(of: text) {
      if self.width(of: trimmed(line + piece), style: style) <= width {
        line += piece
        continue
      }
      if !trimmed(line).isEmpty { lines.append(trimmed(line)) }
      line = ""
      for character in piece {
        if !line.isEmpty, self.width(of: trimmed(line + [character]), style: style) > width {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
    }
    if !trimmed(line).isEmpty { lines.append(trimmed(line)) }
    return lines
  }

  /// Width of the widest of `texts`, 0 without any.
  func widest(_ texts: some Sequence<String>, style: TextStyle) -> Double {
    texts.reduce(0) { max($0, width(of: $1, style: style)) }
  }

  private func trimmed(_ line: some StringProtocol) -> String {
    let body = line.drop { $0 == " " }
    guard let last = body.lastIndex(where: { $0 != " " }) else { return "" }
    return String(body[...last])
  }

  private static func pieces(of text: String) -> [Substring] {
    var pieces: [Substring] = []
    var start = text.startIndex
    for index in text.indices where " -_/".contains(text[index]) {
      let next = text.index(after: index)
      pieces.append(text[start..<next])
      start = next
    }
    if start < text.endIndex { pieces.append(text[start...]) }
    return pieces
  }
}

extension Array where Element == String {
  /// Height of these lines from the first one's capitals to the last one's baseline.
  func height(_ style: TextStyle) -> Double {
    isEmpty ? 0 : style.capHeight + Double(count - 1) * style.lineHeight
  }
}
