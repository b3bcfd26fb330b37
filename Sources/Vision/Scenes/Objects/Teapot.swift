extension Figure {
  /// Pours to the left; known by its striped spout.
  static func teapot(_ generator: inout SplitMix64) -> Figure {
    let glaze = Palette.body(&generator)
    let plain = Finish(colour: glaze, relief: 1, gloss: 0.7, grain: 0.03)
    let handle = Part(
      2, plain,
      .stroke(
        [(0.34, -0.62), (0.62, -0.7), (0.74, -0.5), (0.62, -0.28), (0.36, -0.2)], from: 0.09,
        to: 0.07))
    let lid = Part(
      3, plain,
      .blob([(-0.24, -0.79), (-0.14, -0.89), (0.14, -0.89), (0.24, -0.79), (0, -0.76)]),
      .ellipse(0, -0.94, 0.065, 0.06))
    return Figure(parts: [handle, teapotSpout, teapotBody(plain), lid])
  }

  private static var teapotSpout: Part {
    let bands = Finish.Pattern.stripes(
      Colour(hex: 0x2d5a8c), period: 0.12, direction: Point(0.6, 0.8))
    return Part(
      0, Finish(colour: .white, pattern: bands, relief: 0.9, gloss: 0.6, grain: 0.02),
      .stroke([(-0.36, -0.28), (-0.58, -0.4), (-0.66, -0.62), (-0.8, -0.76)], from: 0.22, to: 0.1))
  }

  private static func teapotBody(_ plain: Finish) -> Part {
    Part(
      1, plain,
      .blob([
        (-0.2, -0.8), (0.2, -0.8), (0.42, -0.6), (0.46, -0.36), (0.34, -0.1), (0.2, -0.01),
        (-0.2, -0.01), (-0.34, -0.1), (-0.46, -0.36), (-0.42, -0.6),
      ]),
      marks: [
        Mark(
          .flat(plain.colour.shaded(0.75), alpha: 0.6),
          .stroke([(-0.5, -0.22), (0, -0.17), (0.5, -0.22)], from: 0.02, to: 0.02))
      ])
  }
}
