extension Figure {
  /// Sits and looks at the viewer; known by its striped face.
  static func cat(_ generator: inout SplitMix64) -> Figure {
    let coat = Palette.body(&generator)
    let side: Float = generator.chance(0.5) ? 1 : -1
    let tail = Part(
      2, Finish(colour: coat, grain: 0.12),
      .stroke(
        [(side * 0.2, -0.06), (side * 0.44, -0.07), (side * 0.52, -0.24), (side * 0.42, -0.4)],
        from: 0.1, to: 0.07))
    return Figure(parts: [tail, catBody(coat), catHead])
  }

  private static func catBody(_ coat: Colour) -> Part {
    Part(
      1, Finish(colour: coat, grain: 0.12),
      .blob([
        (0, -0.66), (0.19, -0.54), (0.27, -0.3), (0.33, -0.1), (0.2, 0), (0, -0.01), (-0.2, 0),
        (-0.33, -0.1), (-0.27, -0.3), (-0.19, -0.54),
      ]),
      marks: [
        Mark(
          Finish(colour: coat.mixed(.white, 0.55), relief: 0.4), .ellipse(0, -0.36, 0.11, 0.2)),
        Mark(
          Finish(colour: coat.shaded(1.08), relief: 0.6),
          Path.ellipse(0.1, -0.03, 0.1, 0.055).mirrored),
        Mark(
          .flat(coat.shaded(0.6), alpha: 0.7),
          .stroke([(0, -0.26), (0, -0.04)], from: 0.012, to: 0.02),
          Path.stroke([(0.19, -0.28), (0.22, -0.06)], from: 0.01, to: 0.02).mirrored),
      ])
  }

  private static var catHead: Part {
    let stripes = Finish.Pattern.stripes(
      Colour(hex: 0x6b3f24), period: 0.075, direction: Point(1, 0.05))
    let pink = Finish.flat(Colour(hex: 0xd98c86))
    let eye = Finish(colour: Colour(hex: 0x9fbf4f), relief: 0.5, gloss: 0.5, grain: 0)
    return Part(
      0, Finish(colour: Colour(hex: 0xd98a4a), pattern: stripes, grain: 0.1),
      .blob([
        (0, -0.93), (0.17, -0.88), (0.25, -0.74), (0.17, -0.58), (0, -0.54), (-0.17, -0.58),
        (-0.25, -0.74), (-0.17, -0.88),
      ]),
      Path.polygon([(0.23, -0.78), (0.23, -1.04), (0.05, -0.9)]).mirrored,
      marks: [
        Mark(pink, Path.polygon([(0.2, -0.86), (0.205, -0.98), (0.12, -0.92)]).mirrored),
        Mark(
          Finish(colour: .white, relief: 0.5), Path.ellipse(0.055, -0.62, 0.075, 0.055).mirrored),
        Mark(eye, Path.ellipse(0.1, -0.75, 0.05, 0.045).mirrored),
        Mark(.flat(.black), Path.ellipse(0.1, -0.75, 0.017, 0.04).mirrored),
        Mark(pink, .polygon([(-0.03, -0.68), (0.03, -0.68), (0, -0.64)])),
      ])
  }
}
