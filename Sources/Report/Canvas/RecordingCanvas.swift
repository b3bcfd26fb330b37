/// A canvas that keeps what is drawn as values, so that tests can ask what a figure did.
public struct RecordingCanvas: Canvas {
  public enum Command: Sendable, Hashable {
    case stroke(Path, Stroke)
    case fill(Path, Ink)
    case text(
      String, at: Point, style: TextStyle, ink: Ink, alignment: TextAlignment, rotation: Double)
    case image(EncodedImage, in: Rect, smooth: Bool)
    indirect case clip(Rect, [Command])
  }

  public let size: Size
  public private(set) var commands: [Command] = []
  private let measurer: any TextMeasurer

  public init(size: Size, measurer: any TextMeasurer = TabulatedTextMeasurer()) {
    (self.size, self.measurer) = (size, measurer)
  }

  public mutating func stroke(_ path: Path, _ stroke: Stroke) {
    commands.append(.stroke(path, stroke))
  }

  public mutating func fill(_ path: Path, _ ink: Ink) { commands.append(.fill(path, ink)) }

  public mutating func text(
    _ text: String, at position: Point, style: TextStyle, ink: Ink, alignment: TextAlignment,
    rotation: Double
  ) {
    commands.append(
      .text(
        text, at: position, style: style, ink: ink, alignment: alignment, rotation: rotation))
  }

  public mutating func image(_ image: EncodedImage, in rect: Rect, smooth: Bool) {
    commands.append(.image(image, in: rect, smooth: smooth))
  }

  public mutating func clip(to rect: Rect, _ body: (inout Self) -> Void) {
    let outer = commands
    commands = []
    body(&self)
    commands = outer + [.clip(rect, commands)]
  }

  public func width(of text: String, style: TextStyle) -> Double {
    measurer.width(of: text, style: style)
  }
}

extension RecordingCanvas {
  /// Every command in drawing order, clips opened.
  public var flattened: [Command] { RecordingCanvas.flatten(commands) }

  /// The texts in drawing order, those within clips included.
  public var texts: [String] {
    flattened.compactMap { if case .text(let text, _, _, _, _, _) = $0 { text } else { nil } }
  }

  /// One line per command, those within a clip indented; images show their size, not their bytes.
  public var dump: String {
    commands.flatMap { RecordingCanvas.describe($0, indent: "") }.joined(separator: "\n")
  }

  private static func flatten(_ commands: [Command]) -> [Command] {
    commands.flatMap { if case .clip(_, let inner) = $0 { flatten(inner) } else { [$0] } }
  }

  private static func describe(_ command: Command, indent: String) -> [String] {
    switch command {
    case .stroke(let path, let stroke):
      let dash = stroke.dash.isEmpty ? "" : " dash \(stroke.dash)"
      return ["\(indent)stroke \(stroke.ink) \(stroke.width)\(dash): \(describe(path))"]
    case .fill(let path, let ink):
      return ["\(indent)fill \(ink): \(describe(path))"]
    case .text(let text, let at, let style, let ink, let alignment, let rotation):
      let turn = rotation == 0 ? "" : " turned \(rotation)°"
      return [
        "\(indent)text \"\(text)\" \(alignment) at \(describe(at)) "
          + "\(style.size) pt \(style.weight) \(ink)\(turn)"
      ]
    case .image(let image, let rect, let smooth):
      return [
        "\(indent)image \(image.format) \(image.width)×\(image.height) in \(describe(rect))"
          + (smooth ? "" : " unsmoothed")
      ]
    case .clip(let rect, let inner):
      return ["\(indent)clip \(describe(rect))"]
        + inner.flatMap { describe($0, indent: indent + "  ") }
    }
  }

  private static func describe(_ path: Path) -> String {
    path.elements.map {
      switch $0 {
      case .move(let point): "M \(describe(point))"
      case .line(let point): "L \(describe(point))"
      case .curve(let a, let b, let end): "C \(describe(a)) \(describe(b)) \(describe(end))"
      case .close: "Z"
      }
    }.joined(separator: " ")
  }

  private static func describe(_ point: Point) -> String {
    "\(SVGText.number(point.x)),\(SVGText.number(point.y))"
  }

  private static func describe(_ rect: Rect) -> String {
    "\(describe(Point(rect.x, rect.y))) \(SVGText.number(rect.width))×"
      + SVGText.number(rect.height)
  }
}
