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

  /// The colour at `point` of the figure's frame; `shift` moves the noise, so that no two look
  /// alike.
  func colour(at point: Point, shift: Point) -> Colour {
    let mottled = 1 + grain * NoiseTile.shared.value(point * 220 + shift)
    guard let second = pattern.colour else { return colour * mottled }
    return colour.mixed(second, pattern.amount(at: point, shift: shift)) * mottled
  }
}

extension Finish {
  /// Flat and even, for eyes, lines and the like.
  static func flat(_ colour: Colour, alpha: Float = 1) -> Finish {
    Finish(colour: colour, relief: 0, grain: 0.02, alpha: alpha)
  }
}
