/// How an SVG names its colours.
public enum SVGTheme: Sendable, Hashable {
  /// Plain hex colours: for files, which every viewer must understand.
  case fixed(Theme)
  /// The page's CSS custom properties (`--ink --soft --line --paper --accent --s0 … --s7`) with
  /// the light theme as fallback: for figures within a page that has a dark mode.
  case themed
}

/// Writes a figure as SVG with real text.
///
/// Nothing in it has an id, so that any number of drawings can share a page.
public struct SVGCanvas: Canvas {
  public let size: Size
  private let theme: SVGTheme
  private let measurer: any TextMeasurer
  private var body = ""

  public init(size: Size, theme: SVGTheme, measurer: any TextMeasurer) {
    (self.size, self.theme, self.measurer) = (size, theme, measurer)
  }

  /// The drawing as one `<svg>` element, ended by a line feed.
  ///
  /// `title` is what a screen reader says and a viewer shows on hover.
  public func document(title: String) -> String {
    let (width, height) = (SVGText.number(size.width), SVGText.number(size.height))
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" role="img" font-family="\(SVGCanvas.sans)">\
      <title>\(SVGText.escaped(title))</title>
      \(body)</svg>

      """
  }

  public mutating func stroke(_ path: Path, _ stroke: Stroke) {
    let dash =
      stroke.dash.isEmpty
      ? "" : " stroke-dasharray=\"\(stroke.dash.map(SVGText.number).joined(separator: " "))\""
    body += """
      <path d="\(data(path))" fill="none"\(paint("stroke", stroke.ink)) \
      stroke-width="\(SVGText.number(stroke.width))" stroke-linejoin="round"\(dash)/>

      """
  }

  public mutating func fill(_ path: Path, _ ink: Ink) {
    body += "<path d=\"\(data(path))\"\(paint("fill", ink))/>\n"
  }

  public mutating func text(
    _ text: String, at position: Point, style: TextStyle, ink: Ink, alignment: TextAlignment,
    rotation: Double
  ) {
    let (x, y) = (SVGText.number(position.x), SVGText.number(position.y))
    let turn =
      rotation == 0 ? "" : " transform=\"rotate(\(SVGText.number(rotation)) \(x) \(y))\""
    body += """
      <text x="\(x)" y="\(y)"\(attributes(style))\(anchor(alignment))\(paint("fill", ink))\
      \(turn)>\(SVGText.escaped(text))</text>

      """
  }

  public mutating func image(_ image: EncodedImage, in rect: Rect, smooth: Bool) {
    let pixelated = smooth ? "" : " image-rendering=\"pixelated\""
    body += """
      <image\(frame(rect)) preserveAspectRatio="none"\(pixelated) \
      href="data:image/\(image.format.rawValue);base64,\(Base64.text(image.bytes))"/>

      """
  }

  /// A nested `<svg>` clips to its frame and, unlike `clip-path`, needs no id.
  public mutating func clip(to rect: Rect, _ body: (inout Self) -> Void) {
    let box = [rect.x, rect.y, rect.width, rect.height].map(SVGText.number)
    self.body += "<svg\(frame(rect)) viewBox=\"\(box.joined(separator: " "))\">\n"
    body(&self)
    self.body += "</svg>\n"
  }

  public func width(of text: String, style: TextStyle) -> Double {
    measurer.width(of: text, style: style)
  }
}

extension SVGCanvas {
  static let sans = "Inter, 'Helvetica Neue', Arial, sans-serif"
  static let mono = "'JetBrains Mono', Menlo, Consolas, monospace"

  private func frame(_ rect: Rect) -> String {
    let (x, y) = (SVGText.number(rect.x), SVGText.number(rect.y))
    let (width, height) = (SVGText.number(rect.width), SVGText.number(rect.height))
    return " x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\""
  }

  private func attributes(_ style: TextStyle) -> String {
    let weight =
      switch style.weight {
      case .regular: ""
      case .medium: " font-weight=\"500\""
      case .semibold: " font-weight=\"600\""
      case .bold: " font-weight=\"700\""
      }
    return " font-size=\"\(SVGText.number(style.size))\"" + weight
      + (style.italic ? " font-style=\"italic\"" : "")
      + (style.family == .mono ? " font-family=\"\(SVGCanvas.mono)\"" : "")
  }

  private func anchor(_ alignment: TextAlignment) -> String {
    switch alignment {
    case .leading: ""
    case .center: " text-anchor=\"middle\""
    case .trailing: " text-anchor=\"end\""
    }
  }

  private func paint(_ attribute: String, _ ink: Ink) -> String {
    let colors: Theme
    let value: String
    switch theme {
    case .fixed(let fixed):
      colors = fixed
      value = fixed.color(of: ink).hex
    case .themed:
      colors = .light
      let fallback = colors.color(of: ink).hex
      value = property(of: ink).map { "var(--\($0),\(fallback))" } ?? fallback
    }
    let alpha = colors.color(of: ink).alpha
    let opacity = alpha == 1 ? "" : " \(attribute)-opacity=\"\(SVGText.number(alpha))\""
    return " \(attribute)=\"\(value)\"\(opacity)"
  }

  private func property(of ink: Ink) -> String? {
    switch ink {
    case .ink: "ink"
    case .soft: "soft"
    case .line: "line"
    case .paper: "paper"
    case .accent: "accent"
    case .series(let index, _): "s\(Theme.light.seriesIndex(index))"
    case .color: nil
    }
  }

  private func data(_ path: Path) -> String {
    func at(_ point: Point) -> String { "\(SVGText.number(point.x)) \(SVGText.number(point.y))" }
    return path.elements.map {
      switch $0 {
      case .move(let point): "M\(at(point))"
      case .line(let point): "L\(at(point))"
      case .curve(let first, let second, let end): "C\(at(first)) \(at(second)) \(at(end))"
      case .close: "Z"
      }
    }.joined()
  }
}
