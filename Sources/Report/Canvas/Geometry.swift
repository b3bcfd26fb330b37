/// A point in a canvas' user space: PostScript points (1/72 in), y downwards.
public struct Point: Sendable, Hashable {
  public var x: Double
  public var y: Double

  public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
}

/// A size in points.
public struct Size: Sendable, Hashable {
  public var width: Double
  public var height: Double

  public init(_ width: Double, _ height: Double) { (self.width, self.height) = (width, height) }
}

/// A rectangle in points, its origin at the top left.
public struct Rect: Sendable, Hashable {
  public var x: Double
  public var y: Double
  public var width: Double
  public var height: Double

  public init(x: Double, y: Double, width: Double, height: Double) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  public var minX: Double { x }
  public var maxX: Double { x + width }
  public var minY: Double { y }
  public var maxY: Double { y + height }
  public var midX: Double { x + width / 2 }
  public var midY: Double { y + height / 2 }
}

/// Straight and Bézier segments to stroke or fill.
public struct Path: Sendable, Hashable {
  public enum Element: Sendable, Hashable {
    case move(Point)
    case line(Point)
    case curve(control1: Point, control2: Point, end: Point)
    case close
  }

  public var elements: [Element]

  public init(_ elements: [Element] = []) { self.elements = elements }

  /// The open polyline through `points`.
  public static func polyline(_ points: [Point]) -> Path {
    Path(points.enumerated().map { $0.offset == 0 ? .move($0.element) : .line($0.element) })
  }

  public static func polygon(_ points: [Point]) -> Path {
    Path(polyline(points).elements + [.close])
  }

  public static func rect(_ rect: Rect) -> Path {
    polygon([
      Point(rect.minX, rect.minY), Point(rect.maxX, rect.minY), Point(rect.maxX, rect.maxY),
      Point(rect.minX, rect.maxY),
    ])
  }

  /// A circle as four cubic arcs (largest radial error 0.03 %).
  public static func circle(center c: Point, radius r: Double) -> Path {
    let k = r * 0.5522847498
    return Path([
      .move(Point(c.x + r, c.y)),
      .curve(
        control1: Point(c.x + r, c.y + k), control2: Point(c.x + k, c.y + r),
        end: Point(c.x, c.y + r)),
      .curve(
        control1: Point(c.x - k, c.y + r), control2: Point(c.x - r, c.y + k),
        end: Point(c.x - r, c.y)),
      .curve(
        control1: Point(c.x - r, c.y - k), control2: Point(c.x - k, c.y - r),
        end: Point(c.x, c.y - r)),
      .curve(
        control1: Point(c.x + k, c.y - r), control2: Point(c.x + r, c.y - k),
        end: Point(c.x + r, c.y)),
      .close,
    ])
  }
}
