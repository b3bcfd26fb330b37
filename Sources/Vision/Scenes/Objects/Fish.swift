extension Figure {
  /// Swims to the left; known by its yellow and blue face.
  static func fish(_ generator: inout SplitMix64) -> Figure {
    let coat = Palette.body(&generator)
    let rays = Finish.Pattern.stripes(
      coat.shaded(0.6), period: 0.06, direction: Point(0.8, 0.6))
    let fin = Finish(colour: coat.shaded(0.8), pattern: rays, relief: 0.4)
    return Figure(parts: [
      Part(
        3, fin,
        .blob([
          (0.54, -0.5), (0.72, -0.66), (0.98, -0.86), (0.9, -0.5), (0.98, -0.14), (0.72, -0.34),
        ])),
      Part(
        2, fin, .blob([(-0.3, -0.78), (-0.02, -1.02), (0.34, -0.94), (0.32, -0.7)]),
        .blob([(-0.1, -0.2), (0.02, 0), (0.26, -0.02), (0.2, -0.24)])),
      fishBody(coat), fishHead,
      Part(
        2, fin,
        .blob([(-0.14, -0.46), (0.1, -0.44), (0.22, -0.32), (0.06, -0.28), (-0.12, -0.36)])),
    ])
  }

  private static func fishBody(_ coat: Colour) -> Part {
    let scales = Finish.Pattern.scales(coat.shaded(0.72), size: 0.1)
    return Part(
      1, Finish(colour: coat, pattern: scales, gloss: 0.25),
      .blob([
        (-0.78, -0.48), (-0.5, -0.76), (-0.1, -0.88), (0.3, -0.76), (0.62, -0.54), (0.62, -0.44),
        (0.3, -0.22), (-0.1, -0.12), (-0.5, -0.22),
      ]))
  }

  private static var fishHead: Part {
    let bars = Finish.Pattern.stripes(Colour(hex: 0x2c4a6e), period: 0.2, direction: Point(1, 0))
    return Part(
      0, Finish(colour: Colour(hex: 0xf0b13c), pattern: bars, gloss: 0.3),
      .blob([
        (-0.78, -0.48), (-0.5, -0.76), (-0.3, -0.83), (-0.24, -0.5), (-0.3, -0.16), (-0.5, -0.22),
      ]),
      marks: [
        Mark(.flat(.white), .ellipse(-0.54, -0.56, 0.085, 0.085)),
        Mark(
          Finish(colour: .black, relief: 0.6, gloss: 0.8, grain: 0),
          .ellipse(-0.555, -0.56, 0.05, 0.052)),
        Mark(
          .flat(.black, alpha: 0.8),
          .stroke([(-0.78, -0.42), (-0.68, -0.39), (-0.6, -0.4)], from: 0.02, to: 0.012)),
      ])
  }
}
