extension Backdrop {
  func kitchen(_ painting: inout Painting, _ generator: inout SplitMix64) {
    let walls = [0xd9d5c4, 0xc9d3cf, 0xe2cfb6, 0xb9c4b0].map { Colour(hex: UInt32($0)) }
    let wall = walls[generator.index(below: walls.count)]
    let tile = generator.number(34...52)
    painting.fill(rows: 0..<Int(horizon) + 1) { x, y in
      let (column, row) = ((x / tile).rounded(.down), ((horizon - y) / tile).rounded(.down))
      let (u, v) = (x - column * tile, horizon - y - row * tile)
      let edge = min(min(u, tile - u), min(v, tile - v))
      let tint = 1 + 0.06 * noise(column * 31, row * 47) + 0.03 * noise(x, y)
      return (wall * tint).mixed(Colour(hex: 0x9d978a), 0.6 * (1 - smoothstep(0.8, 2, edge)))
    }
    shelf(&painting, &generator)
    let (light, dark) = (Colour(hex: 0xb98a5c), Colour(hex: 0x7d5433))
    painting.fill(rows: Int(horizon)..<painting.height) { x, y in
      let t = nearness(y)
      let plank = (y - horizon) / (8 + 40 * t)
      let middle = width / 2
      let along = (x - middle) / (0.5 + 0.5 * t) + 100 * plank.rounded(.down)
      let grain = noise(along * 0.12, y * 2.2) + 0.5 * noise(along * 0.5, y * 6)
      let edge: Float = y < horizon + 5 ? 0.72 : 1
      return dark.mixed(light, smoothstep(-0.8, 0.7, grain)) * edge
    }
    crumbs(&painting, &generator)
  }

  private func shelf(_ painting: inout Painting, _ generator: inout SplitMix64) {
    let y = horizon * generator.number(0.36...0.52)
    let wood = Finish(colour: Colour(hex: 0x94704c), relief: 0.4, grain: 0.2)
    var x = generator.number(-10...40)
    while x < width - 20 {
      let (width, height) = (generator.number(16...38), generator.number(26...56))
      let jar = Finish(colour: Palette.body(&generator), relief: 0.8, gloss: 0.2)
      paint(&painting, .box(x, y - height, x + width, y, corner: 6), jar)
      paint(
        &painting, .box(x + 2, y - height - 7, x + width - 2, y - height + 3, corner: 2), wood)
      x += width + generator.number(4...46)
    }
    paint(&painting, .box(-10, y, width + 10, y + 9), wood)
  }

  /// Fruit and a cloth on the table.
  private func crumbs(_ painting: inout Painting, _ generator: inout SplitMix64) {
    if generator.chance(0.6) {
      let x = generator.number(0...width)
      let cloth = Finish(
        colour: Colour(hex: 0xe9e2d2),
        pattern: .stripes(Colour(hex: 0xa9564c), period: 0.16, direction: Point(0.94, 0.34)),
        relief: 0.1)
      paint(
        &painting,
        .polygon([
          (x - 90, horizon + 24), (x + 80, horizon + 16), (x + 130, height - 18),
          (x - 120, height - 6),
        ]), cloth)
    }
    let fruits = [0xd96b3c, 0xc9b23f, 0x97a94a, 0xa8433c].map { Colour(hex: UInt32($0)) }
    for _ in 0..<generator.index(below: 5) {
      let (x, y) = (generator.number(0...width), generator.number(horizon + 26...height - 12))
      let radius = 9 + 12 * nearness(y)
      let shade = Coverage(.ellipse(x + 5, y + radius * 0.75, radius * 1.2, radius * 0.4))
      painting.darken(shade.blurred(radius: 3), 0.5, Colour(hex: 0x4a3a30))
      let fruit = Finish(
        colour: fruits[generator.index(below: fruits.count)], relief: 1, gloss: 0.4)
      paint(&painting, .ellipse(x, y, radius, radius * 0.95), fruit)
    }
  }

  func reef(_ painting: inout Painting, _ generator: inout SplitMix64) {
    let (top, deep) = (Colour(hex: 0x8fcfd6), Colour(hex: 0x1f5f80))
    let slant = generator.number(-0.5...0.5)
    painting.fill(rows: 0..<painting.height) { x, y in
      let t = y / height
      let ray = smoothstep(0.05, 0.6, noise((x + slant * y) * 0.5, 5)) * (1 - t)
      let drift = 0.08 * noise(x * 0.4, y * 0.4)
      return top.mixed(deep, smoothstep(0, 1.05, t)).mixed(Colour(hex: 0xe8f6ee), 0.35 * ray)
        * (1 + drift)
    }
    let sand = Colour(hex: 0xcdbf95)
    painting.fillBelow(
      { x in horizon + 12 * noise(x * 0.2, 9) }, until: height
    ) { x, y in
      let ripple = noise(x * 0.3, y * 2.5) + 0.6 * noise(x * 3, y * 3)
      return sand.mixed(deep, 0.25) * (1 + 0.16 * ripple)
    }
    for _ in 0..<generator.index(below: 5) + 3 { coral(&painting, &generator) }
    for _ in 0..<generator.index(below: 9) + 5 { weed(&painting, &generator) }
    bubbles(&painting, &generator)
  }

  private func coral(_ painting: inout Painting, _ generator: inout SplitMix64) {
    let x = generator.number(0...width)
    let base = horizon + generator.number(8...40)
    let size = generator.number(16...40)
    let lumps = (0..<7).map { _ -> Path in
      let radius = size * generator.number(0.3...0.6)
      let (dx, dy) = (size * generator.number(-1...1), size * generator.unit())
      return .ellipse(x + dx, base - dy, radius, radius)
    }
    let colours = [0xb5656b, 0xc98a56, 0x7a6a94, 0x6f8f8a].map { Colour(hex: UInt32($0)) }
    let colour = colours[generator.index(below: colours.count)].mixed(Colour(hex: 0x3f7f98), 0.3)
    paint(
      &painting, .union(lumps),
      Finish(
        colour: colour, pattern: .scales(colour.shaded(0.7), size: 0.07), relief: 1, grain: 0.3))
  }

  private func weed(_ painting: inout Painting, _ generator: inout SplitMix64) {
    let x = generator.number(0...width)
    let height = generator.number(40...150)
    let base = horizon + generator.number(8...36)
    let sway = generator.number(-22...22)
    let colour = Colour(hex: 0x4f7d4a).mixed(Colour(hex: 0x2f6f80), generator.number(0.1...0.5))
    paint(
      &painting,
      .stroke(
        [
          (x, base), (x + sway, base - height * 0.35), (x - sway, base - height * 0.7),
          (x + sway * 0.6, base - height),
        ], from: 11, to: 3), Finish(colour: colour, relief: 0.8, grain: 0.2))
  }

  private func bubbles(_ painting: inout Painting, _ generator: inout SplitMix64) {
    for _ in 0..<generator.index(below: 26) {
      let x = generator.number(0...width)
      let y = generator.number(0...horizon)
      let radius = generator.number(1.5...5)
      paint(&painting, .ellipse(x, y, radius, radius), .flat(Colour(hex: 0xdff2f0), alpha: 0.35))
      paint(
        &painting, .ellipse(x - radius * 0.3, y - radius * 0.3, radius * 0.3, radius * 0.3),
        .flat(.white, alpha: 0.8))
    }
  }
}
