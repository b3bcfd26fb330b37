extension Composer {
  /// A listing: long lines wrap, and it may be cut between lines.
  mutating func addCode(_ source: String) {
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    let inset = 10.0
    let width = textWidth
    let advance = typesetter.set("0", .code).width
    let wrap = CodeWrap(columns: Int((width - 2 * inset) / advance))
    let wrapped = lines.flatMap(wrap.lines)
    within(.code) { composer in
      for (index, line) in wrapped.enumerated() {
        let text = composer.typesetter.set(line, .code)
        let above = index == 0 ? inset - 2 : 0
        let below = index == wrapped.count - 1 ? inset - 2 : 0
        let height = text.style.leading + above + below
        composer.add(
          height: height, before: index == 0 ? 8 : 0,
          keepsWithNext: wrapped.count <= 5 || index == 0 || index == wrapped.count - 2
        ) { page, origin in
          // The overlap hides the seam that viewers draw between adjoining tints.
          let seam = index == 0 ? 0 : 0.4
          page.fill(
            Rect(x: origin.x, y: origin.y - seam, width: width, height: height + seam),
            PagePainter.wash)
          text.draw(at: Point(origin.x + inset, origin.y + above), on: page)
        }
      }
      composer.addSpace(6)
    }
  }
}

/// Breaks a listing's lines at spaces, what is carried over being indented deeper.
package struct CodeWrap {
  /// The most characters of a line.
  package let columns: Int

  package init(columns: Int) { self.columns = max(columns, 16) }

  /// `line` as one line or more; tabs become two spaces, and a word too long is cut.
  package func lines(_ line: String) -> [String] {
    var rest = Array(
      line.split(separator: "\t", omittingEmptySubsequences: false)
        .joined(separator: "  "))
    let indent = rest.prefix { $0 == " " }.count
    let hanging = Array(repeating: Character(" "), count: min(indent + 4, columns / 2))
    var result: [String] = []
    while rest.count > columns {
      let start = result.isEmpty ? indent : hanging.count
      let space = rest[..<(columns + 1)].lastIndex(of: " ").flatMap { $0 > start ? $0 : nil }
      let end = space ?? columns
      result.append(String(rest[..<end]))
      rest = hanging + rest[end...].drop { $0 == " " }
    }
    // A last line of nothing but the carried indent says nothing.
    if result.isEmpty || rest.count > hanging.count { result.append(String(rest)) }
    return result
  }
}
