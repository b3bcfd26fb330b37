/// Breaks prose into lines, with references resolved and links attached.
struct Typesetter {
  let fonts: FontBook
  let numbering: BlockNumbering

  /// - Parameter width: where lines break, in points; nil for one line.
  func set(
    _ prose: Prose, _ style: ProseStyle, width: Double? = nil, ellipsized: Bool = false
  ) -> SetText {
    var pieces: [SetText.Piece] = []
    for run in prose.runs {
      var text = TextStyle(size: style.size, weight: style.weight, family: style.family)
      switch run {
      case .text(let words):
        pieces.append(.init(Prose.unbroken(words), text, style.ink))
      case .strong(let words):
        text.weight = style.weight == .regular ? .semibold : .bold
        pieces.append(.init(Prose.unbroken(words), text, .ink))
      case .emphasis(let words):
        text.italic = true
        pieces.append(.init(words, text, style.ink))
      case .code(let words):
        // JetBrains Mono looks larger than Inter at the same size.
        (text.family, text.size) = (.mono, style.size * 0.92)
        pieces.append(.init(words, text, style.ink))
      case .link(let words, let url):
        let link = PDFLink(address: url)
        pieces.append(.init(words, text, link == nil ? style.ink : .accent, link: link))
      case .reference(let id):
        // A break between "Figure" and its number would strand the number.
        let label = numbering.label(for: id)?.split(separator: " ").joined(separator: "\u{A0}")
        let place = label.map { _ in PDFLink.destination(Destination.block(id)) }
        pieces.append(.init(label ?? id, text, .accent, link: place))
      }
    }
    return SetText(pieces, style: style, width: width, ellipsized: ellipsized, fonts: fonts)
  }

  func set(
    _ text: String, _ style: ProseStyle, width: Double? = nil, ellipsized: Bool = false
  ) -> SetText {
    set(Prose(text), style, width: width, ellipsized: ellipsized)
  }
}

extension Typesetter {
  /// A title over as few lines as it needs, those of about one length.
  func setBalanced(_ text: String, _ style: ProseStyle, width: Double) -> SetText {
    let widest = set(text, style, width: width)
    guard widest.lineCount > 1 else { return widest }
    var (low, high) = (width / 2, width)
    while high - low > 2 {
      let middle = (low + high) / 2
      if set(text, style, width: middle).lineCount > widest.lineCount {
        low = middle
      } else {
        high = middle
      }
    }
    return set(text, style, width: high)
  }
}

/// Names of the places that links lead to.
enum Destination {
  static func block(_ id: String) -> String { "block-\(id)" }
  static func chapter(_ id: String) -> String { "chapter-\(id)" }
  static func section(_ number: Int, of chapter: String) -> String {
    "chapter-\(chapter)-\(number)"
  }
  static let provenance = "provenance"
}

/// Text in lines, with the ink and link of each of its pieces.
struct SetText {
  struct Piece {
    var text: String
    var style: TextStyle
    var ink: Ink
    var link: PDFLink?

    init(_ text: String, _ style: TextStyle, _ ink: Ink, link: PDFLink? = nil) {
      (self.text, self.style, self.ink, self.link) = (text, style, ink, link)
    }
  }

  let layout: TextLayout
  let style: ProseStyle
  private let inks: [Ink]
  private let links: [PDFLink?]

  init(
    _ pieces: [Piece], style: ProseStyle, width: Double?, ellipsized: Bool, fonts: FontBook
  ) {
    layout = TextLayout(
      pieces.enumerated().map {
        TextLayout.Run(
          text: $0.element.text, style: $0.element.style, tabular: style.tabular, key: $0.offset)
      }, width: width, ellipsized: ellipsized, fonts: fonts)
    (inks, links) = (pieces.map(\.ink), pieces.map(\.link))
    self.style = style
  }

  var lineCount: Int { layout.lineCount }
  var height: Double { Double(lineCount) * style.leading }
  /// Width of the longest line.
  var width: Double { layout.lineWidths.max() ?? 0 }

  /// Draws line `index`, the top left of its strip at `origin`.
  ///
  func draw(line index: Int, at origin: Point, on page: PagePainter, ink: Ink? = nil) {
    // Capitals stand in the middle of the strip.
    let capHeight = 0.727 * style.size
    let baseline = origin.y + (style.leading + capHeight) / 2
    page.surface.text(
      layout, line: index, at: Point(origin.x, baseline),
      color: { key in page.theme.color(of: ink ?? (inks.isEmpty ? .ink : inks[key])) },
      link: { key in links.isEmpty ? nil : links[key] })
  }

  /// Draws every line, the first's strip at `origin`.
  func draw(at origin: Point, on page: PagePainter, ink: Ink? = nil) {
    for line in 0..<lineCount {
      draw(
        line: line, at: Point(origin.x, origin.y + Double(line) * style.leading), on: page,
        ink: ink)
    }
  }

  /// Draws every line ending at `x`.
  func drawTrailing(at x: Double, y: Double, on page: PagePainter, ink: Ink? = nil) {
    for line in 0..<lineCount {
      draw(
        line: line,
        at: Point(x - layout.lineWidths[line], y + Double(line) * style.leading), on: page,
        ink: ink)
    }
  }
}
