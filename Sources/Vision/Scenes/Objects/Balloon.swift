extension Figure {
  /// A hot-air balloon; known by its basket.
  static func balloon(_ generator: inout SplitMix64) -> Figure {
    let cloth = Palette.body(&generator)
    let ropes = Part(
      2, Finish(colour: Colour(hex: 0x5b4a3a), relief: 0.2),
      Path.stroke([(0.1, -0.27), (0.075, -0.13)], from: 0.014, to: 0.014).mirrored,
      .stroke([(0, -0.25), (0, -0.13)], from: 0.012, to: 0.012))
    return Figure(parts: [ropes, balloonEnvelope(cloth), balloonBasket])
  }

  private static func balloonEnvelope(_ cloth: Colour) -> Part {
    let seams = (0..<4).map { i -> Path in
      let x = -0.36 + 0.24 * Float(i)
      let line: [Path.Coordinates] = [
        (0.06 * x, -1), (0.85 * x, -0.82), (x, -0.62), (0.6 * x, -0.38), (0.25 * x, -0.24),
      ]
      return .stroke(line, from: 0.012, to: 0.012)
    }
    return Part(
      1, Finish(colour: cloth, relief: 1, grain: 0.04),
      .blob([
        (0, -1), (0.25, -0.94), (0.4, -0.74), (0.37, -0.54), (0.2, -0.35), (0.1, -0.25),
        (-0.1, -0.25), (-0.2, -0.35), (-0.37, -0.54), (-0.4, -0.74), (-0.25, -0.94),
      ]),
      marks: [Mark(.flat(cloth.shaded(0.8), alpha: 0.55), .union(seams))])
  }

  private static var balloonBasket: Part {
    let wicker = Finish.Pattern.wicker(Colour(hex: 0xd8a35c), size: 0.028)
    return Part(
      0, Finish(colour: Colour(hex: 0x5a3a20), pattern: wicker, relief: 0.7),
      .box(-0.1, -0.16, 0.1, 0, corner: 0.03),
      marks: [
        Mark(Finish(colour: Colour(hex: 0x8a5a2e), relief: 0.8), .box(-0.11, -0.17, 0.11, -0.13))
      ])
  }
}
