import Report

/// Where a recorded command leaves ink, for tests of layout.
struct FigureMarks {
  struct Text {
    var text: String
    var style: TextStyle
    /// The corners of its capitals' box.
    var corners: [Point]
  }

  var texts: [Text] = []
  /// Bounds of every mark, strokes with half their width, what is clipped only within its clip.
  var bounds: [(what: String, rect: Rect)] = []

  init(_ canvas: RecordingCanvas) {
    for command in canvas.commands { add(command, on: canvas) }
    for command in canvas.flattened {
      guard case .text(let text, let at, let style, _, let alignment, let rotation) = command else {
        continue
      }
      let width = canvas.width(of: text, style: style)
      let start =
        switch alignment {
        case .leading: 0.0
        case .center: -width / 2
        case .trailing: -width
        }
      let height = style.size * 0.727
      texts.append(
        Text(
          text: text, style: style,
          corners: [(start, 0), (start + width, 0), (start + width, -height), (start, -height)]
            .map { Self.turn($0, by: rotation, about: at) }))
    }
    bounds += texts.map { ("“\($0.text)”", Self.bounds($0.corners)) }
  }

  /// Whether the boxes of two texts share an area, by the axes of their sides.
  static func overlap(_ a: Text, _ b: Text) -> Bool {
    for polygon in [a.corners, b.corners] {
      for (from, to) in zip(polygon, polygon.dropFirst()) {
        let axis = (to.y - from.y, from.x - to.x)
        func project(_ points: [Point]) -> (Double, Double) {
          let values = points.map { $0.x * axis.0 + $0.y * axis.1 }
          return (values.min() ?? 0, values.max() ?? 0)
        }
        let (one, other) = (project(a.corners), project(b.corners))
        if one.1 <= other.0 + 1e-6 || other.1 <= one.0 + 1e-6 { return false }
      }
    }
    return true
  }

  /// The sines and cosines of the few turns that figures use.
  private static func turn(_ p: (Double, Double), by degrees: Double, about at: Point) -> Point {
    let half = 0.5.squareRoot()
    let (sine, cosine) = degrees == -90 ? (-1.0, 0.0) : degrees == -45 ? (-half, half) : (0, 1)
    return Point(at.x + p.0 * cosine - p.1 * sine, at.y + p.0 * sine + p.1 * cosine)
  }

  private mutating func add(_ command: RecordingCanvas.Command, on canvas: RecordingCanvas) {
    switch command {
    case .text: break
    case .stroke(let path, let stroke):
      let rect = Self.bounds(Self.points(path))
      let half = stroke.width / 2
      bounds.append(
        (
          "stroke",
          Rect(
            x: rect.x - half, y: rect.y - half, width: rect.width + 2 * half,
            height: rect.height + 2 * half)
        ))
    case .fill(let path, _): bounds.append(("fill", Self.bounds(Self.points(path))))
    case .image(_, let rect, _): bounds.append(("image", rect))
    case .clip(let rect, _): bounds.append(("clip", rect))
    }
  }

  static func points(_ path: Path) -> [Point] {
    path.elements.flatMap { element -> [Point] in
      switch element {
      case .move(let p), .line(let p): [p]
      case .curve(let a, let b, let end): [a, b, end]
      case .close: []
      }
    }
  }

  static func bounds(_ points: [Point]) -> Rect {
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    let (x, y) = (xs.min() ?? 1, ys.min() ?? 1)
    return Rect(x: x, y: y, width: (xs.max() ?? 1) - x, height: (ys.max() ?? 1) - y)
  }
}
