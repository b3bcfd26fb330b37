/// What lies about: it is nobody's label, and looks a little like the objects' colours.
extension Backdrop {
  func grass(_ painting: inout Painting, near: Colour, far: Colour) {
    painting.fillBelow(
      { x in horizon + 3 * noise(x * 0.6, 21) }, until: Float(painting.height)
    ) { [painting] x, y in
      let t = nearness(y, painting)
      let place = ground(x, y, painting)
      let patch = noise(place.x * 0.22, place.y * 0.22)
      let blades = noise(place.x * 2.6, place.y * 1.1)
      let green = far.mixed(near, smoothstep(0, 0.7, t))
      return green.mixed(Colour(hex: 0xc0b45f), 0.35 * smoothstep(0.1, 0.6, patch))
        * (1 + 0.1 * patch + 0.24 * blades)
    }
  }

  func tufts(_ painting: inout Painting, count: Int, _ generator: inout SplitMix64) {
    for _ in 0..<count {
      let x = generator.number(0...Float(painting.width))
      let y = generator.number(horizon + 8...Float(painting.height) + 8)
      let height = 5 + 22 * nearness(y, painting)
      let colour = Colour(hex: 0x6d8a3c).shaded(generator.number(0.65...1.25))
      let blades = (-1...1).map { blade -> Path in
        let lean = Float(blade) * 0.35 * height + generator.number(-3...3)
        let tip = y - height * generator.number(0.7...1)
        return .polygon([(x - 1.5, y), (x + 1.5, y), (x + lean, tip)])
      }
      paint(&painting, .union(blades), .flat(colour, alpha: 0.85))
    }
  }

  func flowers(_ painting: inout Painting, count: Int, _ generator: inout SplitMix64) {
    let petals = [0xf2efe6, 0xe8c24a, 0xc76b7d, 0x8d7bb5].map { Colour(hex: UInt32($0)) }
    for _ in 0..<count {
      let x = generator.number(0...Float(painting.width))
      let y = generator.number(horizon + 20...Float(painting.height))
      let radius = 1 + 3.4 * nearness(y, painting)
      let petal = petals[generator.index(below: petals.count)]
      paint(&painting, .ellipse(x, y, radius * 1.3, radius), .flat(petal))
      paint(&painting, .ellipse(x, y, radius * 0.45, radius * 0.4), .flat(Colour(hex: 0xb8862b)))
    }
  }

  func fence(_ painting: inout Painting, y: Float) {
    let wood = Finish(colour: Colour(hex: 0xa48d6f), relief: 0.5, grain: 0.25)
    let width = Float(painting.width)
    for rail in [y - 20, y - 10] { paint(&painting, .box(-5, rail, width + 5, rail + 3.5), wood) }
    var x: Float = 12
    while x < width {
      paint(&painting, .box(x, y - 27, x + 6, y + 2, corner: 1.5), wood)
      x += 46
    }
  }

  func fallenLeaves(_ painting: inout Painting, count: Int, _ generator: inout SplitMix64) {
    let colours = [0xb5672f, 0x8f4a2b, 0xc79a3f, 0x6f5a33].map { Colour(hex: UInt32($0)) }
    for _ in 0..<count {
      let x = generator.number(0...Float(painting.width))
      let y = generator.number(horizon + 14...Float(painting.height))
      let size = 2.5 + 7 * nearness(y, painting)
      let along = generator.direction() * size
      let across = Point(-along.y, along.x) * 0.4
      let finish = Finish(
        colour: colours[generator.index(below: colours.count)], relief: 0.6, grain: 0.2)
      let leaf = Path.blob([
        (x - along.x, y - 0.6 * along.y), (x + across.x, y + across.y),
        (x + along.x, y + 0.6 * along.y), (x - across.x, y - across.y),
      ])
      paint(&painting, leaf, finish)
    }
  }

  /// A row of house fronts along the horizon, none of them an object: they have flat roofs.
  func facades(_ painting: inout Painting, _ generator: inout SplitMix64) {
    var x = generator.number(-60...0)
    while x < Float(painting.width) {
      let width = generator.number(80...150)
      let top = horizon * generator.number(0.05...0.45)
      let wall = Palette.body(&generator).mixed(Colour(hex: 0xcfc8bd), 0.45)
      paint(
        &painting, .box(x, top, x + width, horizon + 1),
        Finish(
          colour: wall,
          pattern: .bricks(wall.shaded(0.88), width: 0.16, height: 0.07), relief: 0, grain: 0.12))
      paint(&painting, .box(x - 3, top - 6, x + width + 3, top + 3), .flat(wall.shaded(0.75)))
      fronts(&painting, left: x, width: width, top: top)
      x += width
    }
  }

  private func fronts(_ painting: inout Painting, left: Float, width: Float, top: Float) {
    let columns = max(1, Int(width / 42))
    let spacing = width / Float(columns)
    var y = top + 14
    while y + 34 < horizon {
      for column in 0..<columns {
        let x = left + spacing * (Float(column) + 0.5)
        paint(&painting, .box(x - 11, y, x + 11, y + 27), .flat(Colour(hex: 0xe4ded2)))
        paint(&painting, .box(x - 9, y + 2, x + 9, y + 25), .flat(Colour(hex: 0x62737d)))
      }
      y += 46
    }
  }
}
