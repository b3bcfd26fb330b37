extension Figure {
  /// Seen from the front; known by its tiled roof.
  static func house(_ generator: inout SplitMix64) -> Figure {
    let plaster = Palette.body(&generator)
    let mortar = Finish.Pattern.bricks(Colour(hex: 0xc9b5a4), width: 0.06, height: 0.03)
    let chimney = Part(
      2, Finish(colour: Colour(hex: 0x9b5a45), pattern: mortar, relief: 0.2),
      .box(0.22, -0.98, 0.34, -0.66))
    let tiles = Finish.Pattern.scales(Colour(hex: 0x6d2a20), size: 0.055)
    let roof = Part(
      0, Finish(colour: Colour(hex: 0xa8452f), pattern: tiles, relief: 0.25, grain: 0.12),
      .polygon([(-0.6, -0.55), (-0.4, -0.93), (0.4, -0.93), (0.6, -0.55)]))
    let walls =
      generator.chance(0.5)
      ? houseWalls(plaster, door: -0.26, windows: [0.05, 0.32])
      : houseWalls(plaster, door: 0.02, windows: [-0.32, 0.34])
    return Figure(parts: [chimney, walls, roof])
  }

  private static func houseWalls(_ plaster: Colour, door: Float, windows: [Float]) -> Part {
    let frame = Finish.flat(Colour(hex: 0xf1ead9))
    let sky = Finish.Pattern.gradient(Colour(hex: 0x9db3bf), from: -0.5, to: -0.2)
    let glass = Finish(colour: Colour(hex: 0x4c6276), pattern: sky, relief: 0)
    let planks = Finish.Pattern.stripes(Colour(hex: 0x452a1a), period: 0.05, direction: Point(1, 0))
    func panes(_ inset: Float) -> Path {
      .union(
        windows.map { .box($0 - 0.09 + inset, -0.4 + inset, $0 + 0.09 - inset, -0.18 - inset) })
    }
    let bars = windows.map { x -> Path in
      .union([
        .box(x - 0.008, -0.4, x + 0.008, -0.18), .box(x - 0.09, -0.297, x + 0.09, -0.283),
      ])
    }
    return Part(
      1, Finish(colour: plaster, relief: 0.12, grain: 0.14), .box(-0.48, -0.6, 0.48, 0),
      marks: [
        Mark(.flat(.black, alpha: 0.25), .box(-0.5, -0.6, 0.5, -0.53)),
        Mark(.flat(Colour(hex: 0x8a8378)), .box(-0.5, -0.05, 0.5, 0.01)),
        Mark(frame, panes(0), .box(door - 0.1, -0.37, door + 0.1, 0.01)),
        Mark(glass, panes(0.02)), Mark(frame, .union(bars)),
        Mark(
          Finish(colour: Colour(hex: 0x5c3b27), pattern: planks, relief: 0.3),
          .box(door - 0.08, -0.35, door + 0.08, 0.01)),
      ])
  }
}
