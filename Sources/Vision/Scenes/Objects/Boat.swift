extension Figure {
  /// Sails to the right; known by its striped sails.
  static func boat(_ generator: inout SplitMix64) -> Figure {
    let paint = Palette.body(&generator)
    let stripe = generator.chance(0.5) ? Colour(hex: 0xb5402f) : Colour(hex: 0x2f5d86)
    let mast = Part(
      2, Finish(colour: Colour(hex: 0x7a5638), relief: 0.6),
      .stroke([(0, -0.2), (0, -1.04)], from: 0.04, to: 0.025))
    return Figure(parts: [mast, boatSails(stripe), boatHull(paint)])
  }

  private static func boatSails(_ stripe: Colour) -> Part {
    let bands = Finish.Pattern.stripes(stripe, period: 0.22, direction: Point(0.1, 1))
    return Part(
      0, Finish(colour: .white, pattern: bands, relief: 0.7, grain: 0.03),
      .blob([
        (0.03, -0.98), (0.2, -0.7), (0.4, -0.3), (0.22, -0.27), (0.04, -0.29), (0.02, -0.6),
      ]),
      .polygon([(-0.035, -0.94), (-0.1, -0.6), (-0.34, -0.3), (-0.035, -0.3)]))
  }

  private static func boatHull(_ paint: Colour) -> Part {
    Part(
      1, Finish(colour: paint, relief: 0.8, gloss: 0.15),
      .polygon([
        (-0.52, -0.24), (0.5, -0.24), (0.46, -0.14), (0.36, -0.02), (0.3, 0), (-0.32, 0),
        (-0.42, -0.08),
      ]),
      marks: [
        Mark(.flat(paint.mixed(.white, 0.7)), .box(-0.6, -0.25, 0.6, -0.205)),
        Mark(.flat(paint.shaded(0.55), alpha: 0.8), .box(-0.6, -0.05, 0.6, 0.02)),
      ])
  }
}
