/// A closed curve as a polygon; the last point joins the first. Coordinates grow right and down.
struct Outline: Sendable {
  private(set) var points: [SIMD2<Double>]

  init(_ points: [SIMD2<Double>]) {
    precondition(points.count >= 3, "Outline: \(points.count) points")
    self.points = points
  }

  /// `turn` is a fraction of a full turn, clockwise on screen.
  static func ellipse(
    _ centre: SIMD2<Double>, _ radii: SIMD2<Double>, turn: Double = 0
  ) -> Outline {
    Outline(
      (0..<48).map { centre + Turn.rotated(Turn.direction(Double($0) / 48) * radii, by: turn) })
  }

  static func circle(_ centre: SIMD2<Double>, _ radius: Double) -> Outline {
    ellipse(centre, SIMD2(radius, radius))
  }

  static func box(_ low: SIMD2<Double>, _ high: SIMD2<Double>) -> Outline {
    Outline([low, SIMD2(high.x, low.y), high, SIMD2(low.x, high.y)])
  }

  /// The closed curve through `points`: uniform Catmull–Rom splines of eight segments each.
  static func smooth(_ points: [SIMD2<Double>]) -> Outline {
    let n = points.count
    var curve: [SIMD2<Double>] = []
    for i in 0..<n {
      let (before, from) = (points[(i + n - 1) % n], points[i])
      let (to, after) = (points[(i + 1) % n], points[(i + 2) % n])
      for step in 0..<8 { curve.append(spline(before, from, to, after, Double(step) / 8)) }
    }
    return Outline(curve)
  }

  /// A band along the open curve through `path`, `start` wide at its first point and `end` at its
  /// last.
  static func stroke(_ path: [SIMD2<Double>], from start: Double, to end: Double) -> Outline {
    precondition(path.count >= 2, "Outline.stroke: \(path.count) points")
    let last = path.count - 1
    var spine: [SIMD2<Double>] = []
    for i in 0..<last {
      for step in 0..<8 {
        spine.append(
          spline(
            path[max(i - 1, 0)], path[i], path[i + 1], path[min(i + 2, last)], Double(step) / 8))
      }
    }
    spine.append(path[last])
    var (left, right): ([SIMD2<Double>], [SIMD2<Double>]) = ([], [])
    for i in spine.indices {
      let along = spine[min(i + 1, spine.count - 1)] - spine[max(i - 1, 0)]
      let length = max((along * along).sum().squareRoot(), 1e-9)
      let half = (start + (end - start) * Double(i) / Double(spine.count - 1)) / 2
      let across = SIMD2(-along.y, along.x) / length * half
      left.append(spine[i] + across)
      right.append(spine[i] - across)
    }
    return Outline(left + right.reversed())
  }

  private static func spline(
    _ a: SIMD2<Double>, _ b: SIMD2<Double>, _ c: SIMD2<Double>, _ d: SIMD2<Double>, _ t: Double
  ) -> SIMD2<Double> {
    // Hermite's cubic with the tangents (c − a)/2 and (d − b)/2.
    let (start, end) = ((c - a) * 0.5, (d - b) * 0.5)
    let chord = c - b
    let square = chord * 3 - start * 2 - end
    let cube = start + end - chord * 2
    return b + (start + (square + cube * t) * t) * t
  }

  func mapped(_ transform: (SIMD2<Double>) -> SIMD2<Double>) -> Outline {
    Outline(points.map(transform))
  }

  /// The smallest and the largest coordinates.
  var bounds: (low: SIMD2<Double>, high: SIMD2<Double>) {
    points.reduce(into: (points[0], points[0])) {
      $0 = (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1))
    }
  }
}

/// Angles as fractions of a full turn. The polynomial, within 4e-6 of the sine, spares the C
/// library's, whose last bit may differ between machines.
enum Turn {
  static func sine(_ turn: Double) -> Double {
    var t = turn - turn.rounded(.down)
    if t > 0.75 { t -= 1 } else if t > 0.25 { t = 0.5 - t }
    let x = t * 2 * Double.pi
    let s = x * x
    return x * (1 + s * (-1.0 / 6 + s * (1.0 / 120 + s * (-1.0 / 5040 + s / 362_880))))
  }

  static func direction(_ turn: Double) -> SIMD2<Double> { SIMD2(sine(turn + 0.25), sine(turn)) }

  static func rotated(_ point: SIMD2<Double>, by turn: Double) -> SIMD2<Double> {
    let axis = direction(turn)
    return SIMD2(point.x * axis.x - point.y * axis.y, point.x * axis.y + point.y * axis.x)
  }
}
