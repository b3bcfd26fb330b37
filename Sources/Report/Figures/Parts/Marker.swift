import Glibc

/// A small closed shape that stands for a data point.
enum Marker: Sendable, Hashable, CaseIterable {
  case circle, square, triangle, diamond, inverted, plus, pentagon, bar

  /// The outline at `c`, of about the same area for every shape as a circle of radius `r`.
  func path(at c: Point, radius r: Double) -> Path {
    switch self {
    case .circle: .circle(center: c, radius: r)
    case .square: Self.regular(4, at: c, radius: r * 1.25, turn: 0.125)
    case .triangle: Self.regular(3, at: c, radius: r * 1.45, turn: 0)
    case .diamond: Self.regular(4, at: c, radius: r * 1.35, turn: 0)
    case .inverted: Self.regular(3, at: c, radius: r * 1.45, turn: 0.5)
    case .plus: Self.plus(at: c, arm: r * 1.4, half: r * 0.42)
    case .pentagon: Self.regular(5, at: c, radius: r * 1.15, turn: 0)
    case .bar: .rect(Rect(x: c.x - r * 1.4, y: c.y - r * 0.5, width: r * 2.8, height: r))
    }
  }

  /// Corners on a circle, the first one straight above `c`, turned by a share of a full turn.
  private static func regular(_ corners: Int, at c: Point, radius: Double, turn: Double) -> Path {
    .polygon(
      (0..<corners).map {
        let angle = 2 * .pi * (Double($0) / Double(corners) + turn)
        return Point(c.x + radius * sin(angle), c.y - radius * cos(angle))
      })
  }

  private static func plus(at c: Point, arm a: Double, half h: Double) -> Path {
    let corners = [
      (-h, -a), (h, -a), (h, -h), (a, -h), (a, h), (h, h), (h, a), (-h, a), (-h, h), (-a, h),
      (-a, -h), (-h, -h),
    ]
    return .polygon(corners.map { Point(c.x + $0.0, c.y + $0.1) })
  }
}

extension Canvas {
  /// A marker with a thin rim of paper, which keeps it apart from lines and from its like.
  mutating func mark(_ marker: Marker, at center: Point, ink: Ink, radius: Double = 1.9) {
    let path = marker.path(at: center, radius: radius)
    stroke(path, Stroke(.paper, width: 1))
    fill(path, ink)
  }
}
