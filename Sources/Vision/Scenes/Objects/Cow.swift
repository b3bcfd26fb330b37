extension Figure {
  /// Stands to the left and looks at the viewer; known by its black and white face with horns.
  static func cow(_ generator: inout SplitMix64) -> Figure {
    let coat = Palette.body(&generator)
    return Figure(parts: [
      cowLegs(Finish(colour: coat.shaded(0.72), relief: 0.5), at: -0.22, 0.42), cowTail(coat),
      cowLegs(Finish(colour: coat), at: -0.38, 0.54), cowBody(coat), cowHorns, cowHead,
    ])
  }

  private static func cowLegs(_ finish: Finish, at front: Float, _ back: Float) -> Part {
    let leg = Path.stroke([(0, -0.42), (0.01, -0.2), (0, -0.03)], from: 0.15, to: 0.085)
    let hoof = Path.box(-0.06, -0.07, 0.06, 0.02)
    return Part(
      2, finish, leg.moved(front, 0), leg.moved(back, 0),
      marks: [Mark(.flat(Colour(hex: 0x3a302b)), hoof.moved(front, 0), hoof.moved(back, 0))])
  }

  private static func cowTail(_ coat: Colour) -> Part {
    Part(
      3, Finish(colour: coat.shaded(0.85)),
      .stroke([(0.62, -0.74), (0.72, -0.6), (0.7, -0.36)], from: 0.04, to: 0.035),
      .ellipse(0.7, -0.31, 0.035, 0.08))
  }

  private static func cowBody(_ coat: Colour) -> Part {
    let patches = Finish.Pattern.patches(coat.mixed(.black, 0.3), size: 0.9, threshold: 0.18)
    return Part(
      1, Finish(colour: coat, pattern: patches),
      .blob([
        (-0.5, -0.78), (-0.2, -0.82), (0.2, -0.8), (0.56, -0.82), (0.68, -0.66), (0.64, -0.42),
        (0.38, -0.34), (0, -0.3), (-0.36, -0.36), (-0.52, -0.54),
      ]),
      .stroke([(-0.34, -0.62), (-0.52, -0.76), (-0.68, -0.84)], from: 0.4, to: 0.24),
      marks: [Mark(Finish(colour: Colour(hex: 0xdca79c)), .ellipse(0.36, -0.36, 0.12, 0.07))])
  }

  private static var cowHorns: Part {
    Part(
      0, Finish(colour: Colour(hex: 0xe6d8b4), relief: 0.6, gloss: 0.3),
      .stroke([(-0.6, -0.97), (-0.52, -1.04), (-0.54, -1.13)], from: 0.06, to: 0.025),
      .stroke([(-0.78, -0.97), (-0.86, -1.04), (-0.84, -1.13)], from: 0.06, to: 0.025))
  }

  private static var cowHead: Part {
    Part(
      0, Finish(colour: Colour(hex: 0x2f2927), relief: 0.9, grain: 0.1),
      .ellipse(-0.49, -0.93, 0.09, 0.045), .ellipse(-0.89, -0.93, 0.09, 0.045),
      .blob([
        (-0.69, -1.04), (-0.55, -0.96), (-0.57, -0.78), (-0.59, -0.62), (-0.69, -0.56),
        (-0.79, -0.62), (-0.81, -0.78), (-0.83, -0.96),
      ]),
      marks: [
        Mark(
          Finish(colour: .white, relief: 0.3),
          .blob([
            (-0.69, -1.04), (-0.65, -0.9), (-0.64, -0.7), (-0.74, -0.7), (-0.73, -0.9),
          ])),
        Mark(
          Finish(colour: Colour(hex: 0xe3a39b), relief: 0.9), .ellipse(-0.69, -0.63, 0.13, 0.085)),
        Mark(
          .flat(.black), .ellipse(-0.73, -0.64, 0.018, 0.022),
          .ellipse(-0.65, -0.64, 0.018, 0.022)),
        Mark(
          .flat(.white), .ellipse(-0.77, -0.86, 0.026, 0.03), .ellipse(-0.61, -0.86, 0.026, 0.03)),
        Mark(
          .flat(.black), .ellipse(-0.77, -0.855, 0.018, 0.022),
          .ellipse(-0.61, -0.855, 0.018, 0.022)),
      ])
  }
}
