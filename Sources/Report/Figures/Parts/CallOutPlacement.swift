/// Where words about a point stand: near it, inside the plot, and clear of the lines.
struct CallOutPlacement {
  let box: Rect
  private let point: Point
  private let lines: [String]

  private let style: TextStyle

  /// Tries places around `point`, nearest first, and takes the one that touches the fewest segments
  /// of the polylines `obstacles`.
  init(
    _ text: String, at point: Point, within area: Rect, avoiding obstacles: [[Point]],
    style: TextStyle = Typography.strongLabel, on canvas: some Canvas
  ) {
    self.style = style
    lines = canvas.wrap(text, style: style, width: area.width * 0.6)
    let size = Size(
      canvas.widest(lines, style: style), lines.height(style) + style.descent)
    var best: (hits: Int, box: Rect)?
    for box in Self.places(for: size, around: point, within: area) {
      let hits = obstacles.reduce(0) { $0 + box.grown(by: 2.5).crossings(of: $1) }
      if hits < best?.hits ?? .max { best = (hits, box) }
    }
    box = best?.box ?? Rect(x: area.x, y: area.y, width: size.width, height: size.height)
    self.point = point
  }

  /// The words, joined to the point where they stand away from it.
  func draw(on canvas: inout some Canvas) {
    let near = Point(
      min(max(point.x, box.minX), box.maxX), min(max(point.y, box.minY - 1), box.maxY + 1))
    let (dx, dy) = (near.x - point.x, near.y - point.y)
    let distance = (dx * dx + dy * dy).squareRoot()
    if distance > 8 {
      let share = 4 / distance
      canvas.stroke(
        .polyline([Point(point.x + dx * share, point.y + dy * share), near]),
        Stroke(.soft, width: 0.5))
    }
    canvas.lines(
      lines, top: Point(box.midX, box.minY), style: style, alignment: .center)
  }

  private static func places(for size: Size, around point: Point, within area: Rect) -> [Rect] {
    var places: [Rect] = []
    for distance in [5.0, 10, 16, 24, 34] {
      for (across, up) in [(0.0, -1.0), (0, 1), (0.5, -1), (-0.5, -1), (0.5, 1), (-0.5, 1)] {
        let middle = point.x + across * (size.width + distance)
        let y = up < 0 ? point.y - distance - size.height : point.y + distance
        let left = max(area.minX + 1, min(middle - size.width / 2, area.maxX - size.width - 1))
        let place = Rect(x: left, y: y, width: size.width, height: size.height)
        if area.contains(place) { places.append(place) }
      }
    }
    return places
  }
}

extension Rect {
  /// The corners, joined and closed.
  var outline: [Point] {
    [
      Point(minX, minY), Point(maxX, minY), Point(maxX, maxY), Point(minX, maxY),
      Point(minX, minY),
    ]
  }

  /// How many segments of the polyline meet this rectangle; a lone point counts as one.
  func crossings(of polyline: [Point]) -> Int {
    guard polyline.count > 1 else { return polyline.contains(where: contains) ? 1 : 0 }
    return zip(polyline, polyline.dropFirst()).reduce(0) { $0 + (meets($1.0, $1.1) ? 1 : 0) }
  }

  /// Whether any part of the segment lies inside (Liang and Barsky's clipping).
  private func meets(_ a: Point, _ b: Point) -> Bool {
    var (enter, leave) = (0.0, 1.0)
    for (start, delta, low, high) in [(a.x, b.x - a.x, minX, maxX), (a.y, b.y - a.y, minY, maxY)] {
      if delta == 0 {
        if start < low || start > high { return false }
        continue
      }
      let (t0, t1) = ((low - start) / delta, (high - start) / delta)
      enter = max(enter, min(t0, t1))
      leave = min(leave, max(t0, t1))
    }
    return enter <= leave
  }
}
