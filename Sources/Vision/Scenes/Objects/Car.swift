extension Figure {
  /// Drives to the left; known by its wheels.
  static func car(_ generator: inout SplitMix64) -> Figure {
    let paint = Palette.body(&generator)
    return Figure(parts: [carCabin(paint), carBody(paint), carWheel(-0.56), carWheel(0.56)])
  }

  private static func carCabin(_ paint: Colour) -> Part {
    let sky = Finish.Pattern.gradient(Colour(hex: 0x42586a), from: -0.95, to: -0.55)
    return Part(
      2, Finish(colour: paint, relief: 0.8, gloss: 0.4, grain: 0.03),
      .blob([
        (-0.46, -0.56), (-0.34, -0.86), (-0.16, -0.98), (0.24, -0.98), (0.44, -0.86),
        (0.6, -0.56),
      ]),
      marks: [
        Mark(
          Finish(colour: Colour(hex: 0x9fb8c4), pattern: sky, relief: 0.3, gloss: 0.3, grain: 0.02),
          .polygon([(-0.4, -0.56), (-0.29, -0.82), (-0.16, -0.9), (0.03, -0.9), (0.03, -0.56)]),
          .polygon([(0.09, -0.56), (0.09, -0.9), (0.22, -0.9), (0.38, -0.81), (0.5, -0.56)]))
      ])
  }

  private static func carBody(_ paint: Colour) -> Part {
    let line = Finish.flat(paint.shaded(0.55), alpha: 0.8)
    return Part(
      1, Finish(colour: paint, relief: 0.9, gloss: 0.5, grain: 0.03),
      .blob([
        (-0.92, -0.5), (-0.6, -0.6), (0, -0.61), (0.6, -0.62), (0.92, -0.54), (0.96, -0.34),
        (0.92, -0.19), (0, -0.16), (-0.92, -0.19), (-0.97, -0.34),
      ]),
      marks: [
        Mark(line, .stroke([(-0.02, -0.6), (-0.02, -0.2)], from: 0.012, to: 0.012)),
        Mark(line, .stroke([(0.48, -0.6), (0.44, -0.34)], from: 0.012, to: 0.012)),
        Mark(line, .box(0.08, -0.49, 0.18, -0.465)),
        Mark(
          Finish(colour: Colour(hex: 0xf7e7a8), relief: 0.6, gloss: 0.6),
          .ellipse(-0.9, -0.44, 0.07, 0.06)),
        Mark(Finish(colour: Colour(hex: 0xa8302c), relief: 0.4), .ellipse(0.94, -0.46, 0.05, 0.07)),
        Mark(.flat(Colour(hex: 0x3a3a3e), alpha: 0.8), .box(-1, -0.25, 1, -0.19)),
      ])
  }

  private static func carWheel(_ x: Float) -> Part {
    let rim = Finish(colour: Colour(hex: 0xc9ccd0), relief: 0.8, gloss: 0.7, grain: 0.02)
    let spokes = Path.union([
      .stroke([(0, -0.09), (0, 0.09)], from: 0.022, to: 0.022),
      .stroke([(-0.08, -0.045), (0.08, 0.045)], from: 0.022, to: 0.022),
      .stroke([(-0.08, 0.045), (0.08, -0.045)], from: 0.022, to: 0.022),
    ])
    return Part(
      0, Finish(colour: Colour(hex: 0x2a2a2d), relief: 0.5, grain: 0.12),
      .ellipse(x, -0.19, 0.19, 0.19),
      marks: [
        Mark(rim, .ellipse(x, -0.19, 0.115, 0.115)),
        Mark(.flat(.black, alpha: 0.85), spokes.moved(x, -0.19)),
        Mark(rim, .ellipse(x, -0.19, 0.035, 0.035)),
      ])
  }
}
