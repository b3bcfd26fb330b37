extension Figure {
  /// Known by its spotted cap.
  static func mushroom(_ generator: inout SplitMix64) -> Figure {
    let flesh = Palette.body(&generator)
    return Figure(parts: [mushroomStem(flesh), mushroomCap(&generator)])
  }

  private static func mushroomStem(_ flesh: Colour) -> Part {
    let fibres = Finish.Pattern.stripes(
      flesh.shaded(0.85), period: 0.05, direction: Point(1, 0.03))
    return Part(
      1, Finish(colour: flesh.mixed(.white, 0.35), pattern: fibres, relief: 0.9),
      .blob([
        (-0.1, -0.6), (0.1, -0.6), (0.12, -0.3), (0.17, -0.06), (0.1, 0.01), (-0.1, 0.01),
        (-0.17, -0.06), (-0.12, -0.3),
      ]),
      marks: [
        Mark(
          Finish(colour: flesh.mixed(.white, 0.6), relief: 0.6),
          .blob([
            (-0.16, -0.36), (0, -0.43), (0.16, -0.36), (0.13, -0.3), (0, -0.33), (-0.13, -0.3),
          ])),
        Mark(.flat(.black, alpha: 0.3), .ellipse(0, -0.58, 0.2, 0.09)),
      ])
  }

  private static func mushroomCap(_ generator: inout SplitMix64) -> Part {
    let colour = Colour(hex: generator.chance(0.7) ? 0xb3322a : 0xa8682e)
    let spots = (0..<11).map { i -> Path in
      let x = -0.4 + 0.08 * Float(i) + generator.number(-0.03...0.03)
      let y = -0.62 - 0.32 * generator.unit() * (1 - 3.6 * x * x)
      let radius = generator.number(0.022...0.055)
      return .ellipse(x, y, radius, radius * 0.8)
    }
    return Part(
      0, Finish(colour: colour, relief: 1, gloss: 0.35, grain: 0.05),
      .blob([
        (-0.5, -0.54), (-0.44, -0.76), (-0.24, -0.94), (0, -1), (0.24, -0.94), (0.44, -0.76),
        (0.5, -0.54), (0.3, -0.5), (0, -0.49), (-0.3, -0.5),
      ]),
      marks: [Mark(Finish(colour: Colour(hex: 0xf3e9d2), relief: 0.7), .union(spots))])
  }
}
