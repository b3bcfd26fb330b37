extension Figure {
  /// Stands and looks to the left; known by its red cap and its beak.
  static func bird(_ generator: inout SplitMix64) -> Figure {
    let coat = Palette.body(&generator)
    return Figure(parts: [
      birdLegs, birdTail(coat), birdBody(coat), birdWing(coat), birdBeak, birdHead,
    ])
  }

  private static var birdLegs: Part {
    Part(
      4, Finish(colour: Colour(hex: 0x8d5b3a), relief: 0.5),
      .stroke([(-0.06, -0.3), (-0.04, -0.02)], from: 0.045, to: 0.03),
      .stroke([(0.08, -0.3), (0.1, -0.02)], from: 0.045, to: 0.03),
      .stroke([(-0.12, -0.015), (0.01, -0.015)], from: 0.03, to: 0.03),
      .stroke([(0.02, -0.015), (0.16, -0.015)], from: 0.03, to: 0.03))
  }

  private static func birdTail(_ coat: Colour) -> Part {
    let bars = Finish.Pattern.stripes(
      coat.shaded(0.5), period: 0.07, direction: Point(0.4, 0.92))
    return Part(
      3, Finish(colour: coat.shaded(0.7), pattern: bars),
      .polygon([(0.3, -0.5), (0.74, -0.4), (0.78, -0.3), (0.7, -0.24), (0.24, -0.34)]))
  }

  private static func birdBody(_ coat: Colour) -> Part {
    let belly = Finish.Pattern.gradient(coat.mixed(.white, 0.5), from: -0.5, to: -0.2)
    return Part(
      1, Finish(colour: coat, pattern: belly),
      .blob([
        (-0.36, -0.66), (-0.1, -0.72), (0.2, -0.62), (0.42, -0.42), (0.22, -0.24), (-0.1, -0.2),
        (-0.34, -0.36),
      ]))
  }

  private static func birdWing(_ coat: Colour) -> Part {
    let feathers = Finish.Pattern.stripes(
      coat.shaded(0.55), period: 0.085, direction: Point(0.55, 0.83))
    return Part(
      2, Finish(colour: coat.shaded(0.78), pattern: feathers),
      .blob([
        (-0.14, -0.6), (0.12, -0.58), (0.34, -0.46), (0.62, -0.34), (0.3, -0.32), (0.02, -0.34),
        (-0.14, -0.46),
      ]))
  }

  private static var birdBeak: Part {
    Part(
      0, Finish(colour: Colour(hex: 0xe8a33a), relief: 0.6, gloss: 0.3, grain: 0.02),
      .polygon([(-0.46, -0.86), (-0.72, -0.79), (-0.46, -0.74)]))
  }

  private static var birdHead: Part {
    let cap = Finish.Pattern.gradient(Colour(hex: 0x2f2b33), from: -0.98, to: -0.72)
    return Part(
      0, Finish(colour: Colour(hex: 0xb8352f), pattern: cap), .ellipse(-0.33, -0.8, 0.19, 0.18),
      marks: [
        Mark(.flat(.white), .ellipse(-0.4, -0.83, 0.05, 0.05)),
        Mark(.flat(.black), .ellipse(-0.41, -0.83, 0.03, 0.032)),
        Mark(.flat(.white), .ellipse(-0.42, -0.84, 0.01, 0.01)),
        Mark(
          .flat(.white, alpha: 0.9),
          .stroke([(-0.5, -0.68), (-0.3, -0.65), (-0.14, -0.7)], from: 0.05, to: 0.03)),
      ])
  }
}
