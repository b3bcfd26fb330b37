/// A point or direction: of a figure's own frame, or in pixels of an image with y downwards, where
/// pixel (0, 0) covers the square from (0, 0) to (1, 1).
typealias Point = SIMD2<Float>

/// An area bounded by closed polygons; where they overlap, their union.
struct Path {
  private(set) var contours: [[Point]]

  init() { contours = [] }

  /// Contours are turned to run the same way round, so that overlaps add up rather than cancel.
  init(contour: [Point]) {
    contours = [Self.signedArea(contour) < 0 ? contour.reversed() : contour]
  }

  static func union(_ paths: [Path]) -> Path {
    paths.reduce(into: Path()) { $0.contours += $1.contours }
  }

  func map(_ transform: (Point) -> Point) -> Path {
    contours.reduce(into: Path()) { $0.contours += Path(contour: $1.map(transform)).contours }
  }

  /// The lowest and highest coordinates; nil for an empty path.
  var bounds: (low: Point, high: Point)? {
    guard let first = contours.first?.first else { return nil }
    return contours.joined().reduce((first, first)) { bounds, point in
      (pointwiseMin(bounds.0, point), pointwiseMax(bounds.1, point))
    }
  }

  private static func signedArea(_ points: [Point]) -> Float {
    var area: Float = 0
    for (i, a) in points.enumerated() {
      let b = points[(i + 1) % points.count]
      area += a.x * b.y - b.x * a.y
    }
    return area
  }
}

// MARK: Shapes

extension Path {
  typealias Coordinates = (Float, Float)

  static func polygon(_ points: [Coordinates]) -> Path {
    Path(contour: points.map { Point($0.0, $0.1) })
  }

  /// A smooth closed curve through the points.
  static func blob(_ points: [Coordinates]) -> Path {
    let corners = points.map { Point($0.0, $0.1) }
    let count = corners.count
    return Path(
      contour: corners.indices.flatMap { i in
        spline(
          corners[(i + count - 1) % count], corners[i], corners[(i + 1) % count],
          corners[(i + 2) % count])
      })
  }

  func moved(_ x: Float, _ y: Float) -> Path { map { $0 + Point(x, y) } }

  /// Both the path and its mirror image about x = 0.
  var mirrored: Path { .union([self, map { Point(-$0.x, $0.y) }]) }

  static func ellipse(_ x: Float, _ y: Float, _ radiusX: Float, _ radiusY: Float) -> Path {
    Path(contour: circle.map { Point(x, y) + Point(radiusX, radiusY) * $0 })
  }

  static func box(
    _ left: Float, _ top: Float, _ right: Float, _ bottom: Float, corner: Float = 0
  ) -> Path {
    guard corner > 0 else {
      return polygon([(left, top), (right, top), (right, bottom), (left, bottom)])
    }
    let quarter = circle.count / 4
    let centres = [
      Point(right - corner, bottom - corner), Point(left + corner, bottom - corner),
      Point(left + corner, top + corner), Point(right - corner, top + corner),
    ]
    return Path(
      contour: centres.enumerated().flatMap { i, centre in
        (0...quarter).map { centre + corner * circle[(i * quarter + $0) % circle.count] }
      })
  }

  /// A smooth line through the points with round ends, whose width goes evenly from the first
  /// width to the second.
  static func stroke(_ points: [Coordinates], from start: Float, to end: Float) -> Path {
    let corners = points.map { Point($0.0, $0.1) }
    var line: [Point] = []
    for i in 0..<corners.count - 1 {
      line += spline(
        corners[max(0, i - 1)], corners[i], corners[i + 1], corners[min(corners.count - 1, i + 2)])
    }
    line.append(corners[corners.count - 1])
    let radii = line.indices.map { i -> Float in
      (start + (end - start) * Float(i) / Float(line.count - 1)) / 2
    }
    let joints = zip(line, radii).map { Path.ellipse($0.x, $0.y, $1, $1) }
    let limbs = line.indices.dropLast().map { i in
      limb(line[i], radii[i], line[i + 1], radii[i + 1])
    }
    return union(joints + limbs)
  }

  private static func limb(_ a: Point, _ radiusA: Float, _ b: Point, _ radiusB: Float) -> Path {
    let along = b - a
    let length = max(1e-6, (along * along).sum().squareRoot())
    let across = Point(-along.y, along.x) / length
    return Path(
      contour: [
        a + radiusA * across, b + radiusB * across, b - radiusB * across, a - radiusA * across,
      ])
  }

  /// Points from `b` to before `c` on the Catmull–Rom curve through `a`, `b`, `c` and `d`.
  private static func spline(_ a: Point, _ b: Point, _ c: Point, _ d: Point) -> [Point] {
    (0..<splineSteps).map { step in
      let t = Float(step) / Float(splineSteps)
      let linear = (c - a) * t
      let square = (2 * a - 5 * b + 4 * c - d) * (t * t)
      let cube = (3 * b - a - 3 * c + d) * (t * t * t)
      return b + 0.5 * (linear + square + cube)
    }
  }

  private static let splineSteps = 8

  /// The unit circle by rational points: no sine, whose last bit depends on the C library.
  private static let circle: [Point] = {
    let steps = 8
    let quarter = (0..<steps).map { step in
      // tan(angle / 2) runs to 1; the even steps are near enough to even angles.
      let t = Float(step) / Float(steps)
      return Point((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t))
    }
    return quarter + quarter.map { Point(-$0.y, $0.x) } + quarter.map { -$0 }
      + quarter.map { Point($0.y, -$0.x) }
  }()
}
