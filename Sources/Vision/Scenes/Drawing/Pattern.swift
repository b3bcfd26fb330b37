extension Finish {
  /// A second colour, and where it lies. Lengths are of the figure's own frame.
  enum Pattern {
    case plain
    case stripes(Colour, period: Float, direction: Point)
    /// Offset rows of rectangles with joints in the second colour.
    case bricks(Colour, width: Float, height: Float)
    /// Overlapping rows of round scales or tiles, which end in the second colour.
    case scales(Colour, size: Float)
    /// Sharp patches where noise exceeds the threshold.
    case patches(Colour, size: Float, threshold: Float)
    /// From the first colour at `from` to the second at `to`, along y.
    case gradient(Colour, from: Float, to: Float)
    /// A woven basket.
    case wicker(Colour, size: Float)
  }
}

extension Finish.Pattern {
  /// nil for `plain`.
  var colour: Colour? {
    switch self {
    case .plain: nil
    case .stripes(let colour, _, _), .bricks(let colour, _, _), .scales(let colour, _),
      .patches(let colour, _, _), .gradient(let colour, _, _), .wicker(let colour, _):
      colour
    }
  }

  /// How much of the second colour there is at `point`, in [0, 1].
  func amount(at point: Point, shift: Point) -> Float {
    switch self {
    case .plain: 0
    case .stripes(_, let period, let direction):
      stripes(
        (point * direction).sum() / period, wobble: NoiseTile.shared.value(point * 40 + shift))
    case .bricks(_, let width, let height): bricks(point, width: width, height: height)
    case .scales(_, let size): scales(point / size)
    case .patches(_, let size, let threshold):
      smoothstep(
        threshold - 0.02, threshold + 0.02, NoiseTile.shared.value(point * (24 / size) + shift))
    case .gradient(_, let from, let to): smoothstep(0, 1, (point.y - from) / (to - from))
    case .wicker(_, let size): wicker(point / size)
    }
  }

  private func stripes(_ x: Float, wobble: Float) -> Float {
    smoothstep(0.16, 0.24, abs(fraction(x + 0.15 * wobble) - 0.5))
  }

  private func bricks(_ point: Point, width: Float, height: Float) -> Float {
    let row = (point.y / height).rounded(.down)
    let column = point.x / width + fraction(row / 2)
    let (x, y) = (fraction(column), fraction(point.y / height))
    let edge = min(min(x, 1 - x) * width, min(y, 1 - y) * height)
    // Bricks differ a little.
    let tint = 0.25 * NoiseTile.shared.value(row * 37, column.rounded(.down) * 61)
    return max(0, min(1, tint + 1 - smoothstep(0.04 * height, 0.16 * height, edge)))
  }

  private func scales(_ point: Point) -> Float {
    let x = fraction(point.x + point.y.rounded(.down) / 2) - 0.5
    return 0.9 * smoothstep(0.3, 1, fraction(point.y) + 2.4 * x * x)
  }

  private func wicker(_ point: Point) -> Float {
    let isOver = (Int(point.x.rounded(.down)) + Int(point.y.rounded(.down))) & 1 == 0
    let across = fraction(isOver ? point.y : point.x) - 0.5
    return min(1, smoothstep(0.1, 0.5, abs(across)) + (isOver ? 0 : 0.25))
  }

  private func fraction(_ x: Float) -> Float { x - x.rounded(.down) }
}
