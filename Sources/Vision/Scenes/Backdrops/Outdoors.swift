extension Backdrop {
  func meadow(_ painting: inout Painting, _ generator: inout SplitMix64) {
    sky(&painting)
    ridge(&painting, top: horizon - 26, height: 26, roughness: 0.12, colour: Colour(hex: 0x9db4b2))
    ridge(&painting, top: horizon - 8, height: 14, roughness: 0.25, colour: Colour(hex: 0x7f9a6f))
    for _ in 0..<generator.index(below: 5) + 2 {
      let x = generator.number(0...Float(painting.width))
      tree(
        &painting, x: x, y: horizon + 4, height: generator.number(26...74),
        colour: Colour(hex: 0x6c8752).shaded(generator.number(0.8...1.15)), &generator)
    }
    grass(&painting, near: Colour(hex: 0x6f8f43), far: Colour(hex: 0xa5b56f))
    if generator.chance(0.6) { fence(&painting, y: horizon + 22) }
    tufts(&painting, count: 70, &generator)
    flowers(&painting, count: generator.index(below: 40), &generator)
  }

  func hills(_ painting: inout Painting, _ generator: inout SplitMix64) {
    sky(&painting, clouds: generator.number(-0.05...0.25))
    let blue = Colour(hex: 0xa9bccb)
    let green = Colour(hex: 0x86a06b)
    for step in 0..<4 {
      let t = Float(step) / 3
      ridge(
        &painting, top: horizon - 70 + 64 * t, height: 34 - 14 * t, roughness: 0.1 + 0.07 * t,
        colour: blue.mixed(green, t))
    }
    for _ in 0..<6 {
      let x = generator.number(0...Float(painting.width))
      tree(
        &painting, x: x, y: horizon + 3, height: generator.number(14...38),
        colour: Colour(hex: 0x5f7f55), &generator)
    }
    grass(&painting, near: Colour(hex: 0x7d9448), far: Colour(hex: 0xb3b974))
    tufts(&painting, count: 40, &generator)
  }

  func lake(_ painting: inout Painting, _ generator: inout SplitMix64) {
    sky(&painting, clouds: generator.number(0...0.2))
    ridge(&painting, top: horizon - 30, height: 34, roughness: 0.14, colour: Colour(hex: 0x93a9ae))
    ridge(&painting, top: horizon - 6, height: 12, roughness: 0.4, colour: Colour(hex: 0x6d8a66))
    let (near, far) = (Colour(hex: 0x2f6280), Colour(hex: 0xa9c4cf))
    painting.fill(rows: Int(horizon)..<painting.height) { [painting] x, y in
      let place = ground(x, y, painting)
      let wave = noise(place.x * 0.14, place.y * 0.3)
      let ripple = noise(place.x * 0.5, place.y * 1.3)
      let water = far.mixed(near, smoothstep(0, 0.9, nearness(y, painting)))
      let crest = smoothstep(0.1, 0.55, 0.7 * wave + 0.6 * ripple)
      return water.mixed(Colour(hex: 0xdfe8e6), 0.55 * crest) * (1 + 0.12 * wave)
    }
  }

  func forest(_ painting: inout Painting, _ generator: inout SplitMix64) {
    let (deep, glow) = (Colour(hex: 0x33452f), Colour(hex: 0xb9c58a))
    painting.fill(rows: 0..<Int(horizon) + 24) { x, y in
      let leaves = noise(x * 0.9, y * 0.9) + 0.7 * noise(x * 3.1, y * 3.1)
      return deep.mixed(glow, 0.65 * smoothstep(-0.35, 0.9, leaves))
    }
    for step in 0..<9 {
      let depth = Float(step) / 8
      let x = generator.number(-0.05...1.05) * Float(painting.width)
      let foot = horizon + 26 * depth
      let width = 8 + 22 * depth * generator.number(0.6...1.2)
      let bark = Colour(hex: 0x7d7a66).mixed(Colour(hex: 0x4a3b2c), depth)
      paint(
        &painting,
        .stroke(
          [
            (x, foot), (x + generator.number(-8...8), foot * 0.5),
            (x + generator.number(-14...14), -20),
          ],
          from: width, to: width * 0.7),
        Finish(
          colour: bark,
          pattern: .stripes(bark.shaded(0.75), period: 0.06, direction: Point(1, 0.08)), relief: 1,
          grain: 0.3))
    }
    let (moss, soil) = (Colour(hex: 0x7a8746), Colour(hex: 0x6b4f35))
    painting.fillBelow(
      { x in horizon + 6 + 10 * noise(x * 0.3, 3) }, until: Float(painting.height)
    ) { [painting] x, y in
      let place = ground(x, y, painting)
      let patch = smoothstep(-0.2, 0.35, noise(place.x * 0.3, place.y * 0.3))
      let litter = noise(place.x * 1.8, place.y * 1.8)
      return soil.mixed(moss, patch) * (0.9 + 0.35 * litter)
    }
    fallenLeaves(&painting, count: 90, &generator)
    tufts(&painting, count: 30, &generator)
  }

  func street(_ painting: inout Painting, _ generator: inout SplitMix64) {
    sky(&painting, clouds: 0.05)
    facades(&painting, &generator)
    let kerb = horizon + 0.22 * (Float(painting.height) - horizon)
    let (asphalt, pavement) = (Colour(hex: 0x6d6c70), Colour(hex: 0xb3aca0))
    painting.fill(rows: Int(horizon)..<painting.height) { x, y in
      let grit = noise(x * 3, y * 4)
      guard y > kerb else {
        let slab = abs((x * 0.028).truncatingRemainder(dividingBy: 1) - 0.5)
        return pavement * (1 + 0.1 * grit - (slab < 0.02 ? 0.15 : 0))
      }
      let tone = 1 + 0.16 * grit + 0.12 * noise(x * 0.3, y * 0.9)
      return y < kerb + 4 ? Colour(hex: 0x8f8a82) : asphalt * tone
    }
    let line = kerb + 0.5 * (Float(painting.height) - kerb)
    var x = generator.number(-60...0)
    while x < Float(painting.width) {
      paint(
        &painting,
        .polygon([(x, line), (x + 70, line), (x + 64, line + 8), (x - 8, line + 8)]),
        .flat(Colour(hex: 0xdcd8c8), alpha: 0.8))
      x += 140
    }
  }
}
