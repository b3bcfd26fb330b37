/// What a surface looks like: colour, pattern, grain, roundness and gloss.
struct Finish {
  var colour: Colour
  var pattern: Pattern = .plain
  /// How rounded the surface is: 0 is flat, 1 a cushion.
  var relief: Float = 0.8
  var gloss: Float = 0
  /// How strongly fine noise mottles it.
  var grain: Float = 0.06
  /// Opacity.
  var alpha: Float = 1

  /// The second colour and where it lies. Lengths are of the figure's own frame.
  enum Pattern {
    case plain
    case stripes(Colour, period: Float, direction: Point)
    /// Offset rows of rectangles with joints in the second colour.
    case bricks(Colour, width: Float, height: Float)
    /// Overlapping rows of round scales or tiles, darker towards their edge.
    case scales(Colour, size: Float)
    /// Large soft-edged patches of noise where it exceeds the threshold.
    case patches(Colour, size: Float, threshold: Float)
    /// From the colour at `from` to the second at `to`, along y.
    case gradient(Colour, from: Float, to: Float)
    /// A woven basket.
    case wicker(Colour, size: Float)
  }

  /// The colour at `point` of the figure's frame; `shift` moves the noise, so that no two look alike.
  func colour(at point: Point, shift: Point) -> Colour {
    let noise = NoiseTile.shared
    let mottled = 1 + grain * noise.value(point * 220 + shift)
    return colour.mixed(second, amount(at: point, shift: shift)) * mottled
  }

  private var second: Colour {
    switch pattern {
    case .plain: colour
    case .stripes(let second, _, _), .bricks(let second, _, _), .scales(let second, _),
      .patches(let second, _, _), .gradient(let second, _, _), .wicker(let second, _):
      second
    }
  }

  private func amount(at point: Point, shift: Point) -> Float {
    switch pattern {
    case .plain: return 0
    case .stripes(_, let period, let direction):
      let wobble = 0.15 * NoiseTile.shared.value(point * 40 + shift)
      let t = fraction((point * direction).sum() / period + wobble)
      return smoothstep(0.16, 0.24, abs(t - 0.5))
    case .bricks(_, let width, let height):
      let row = (point.y / height).rounded(.down)
      let x = fraction(point.x / width + (row / 2 - (row / 2).rounded(.down)))
      let y = fraction(point.y / height)
      let edge = min(min(x, 1 - x) * width, min(y, 1 - y) * height)
      let tint =
        0.25 * NoiseTile.shared.value(row * 37, (point.x / width + row / 2).rounded(.down) * 61)
      return max(0, min(1, tint + 1 - smoothstep(0.04 * height, 0.16 * height, edge)))
    case .scales(_, let size):
      let row = (point.y / size).rounded(.down)
      let x = fraction(point.x / size + row / 2) - 0.5
      let y = fraction(point.y / size)
      return smoothstep(0.3, 1, y + 2.4 * x * x) * 0.9
    case .patches(_, let size, let threshold):
      let value = NoiseTile.shared.value(point * (24 / size) + shift)
      return smoothstep(threshold - 0.02, threshold + 0.02, value)
    case .gradient(_, let from, let to):
      return smoothstep(0, 1, (point.y - from) / (to - from))
    case .wicker(_, let size):
      let (column, row) = ((point.x / size).rounded(.down), (point.y / size).rounded(.down))
      let isOver = (Int(column) + Int(row)) & 1 == 0
      let t = fraction(isOver ? point.y / size : point.x / size)
      return smoothstep(0.1, 0.5, abs(t - 0.5)) + (isOver ? 0 : 0.25)
    }
  }

  private func fraction(_ x: Float) -> Float { x - x.rounded(.down) }
}
