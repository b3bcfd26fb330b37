/// What lies behind the objects, painted from the far to the near.
struct Backdrop {
  let habitat: Habitat
  /// The row where the ground ends.
  let horizon: Float
  let light: Light
  /// Where the scene's noise begins.
  let shift: Point

  init(_ habitat: Habitat, height: Int, light: Light, generator: inout SplitMix64) {
    self.habitat = habitat
    self.light = light
    horizon = (Float(height) * generator.number(habitat.horizon)).rounded()
    shift = Point(generator.number(0...512), generator.number(0...512))
  }

  func paint(_ painting: inout Painting, _ generator: inout SplitMix64) {
    switch habitat {
    case .meadow: meadow(&painting, &generator)
    case .lake: lake(&painting, &generator)
    case .forest: forest(&painting, &generator)
    case .street: street(&painting, &generator)
    case .kitchen: kitchen(&painting, &generator)
    case .reef: reef(&painting, &generator)
    case .hills: hills(&painting, &generator)
    }
    painting.soften(radius: habitat.softness)
  }

  // MARK: Tools

  func noise(_ x: Float, _ y: Float) -> Float {
    NoiseTile.shared.value(x + shift.x, y + shift.y)
  }

  /// How near a row of the ground is: 0 at the horizon, 1 at the bottom edge.
  func nearness(_ y: Float, _ painting: Painting) -> Float {
    max(0, (y - horizon) / max(1, Float(painting.height) - horizon))
  }

  /// Where a pixel lies on the ground, seen in perspective: in units of about a pixel at the bottom
  /// edge.
  func ground(_ x: Float, _ y: Float, _ painting: Painting) -> Point {
    let depth = 1 / (0.14 + nearness(y, painting))
    return Point(
      (x - Float(painting.width) / 2) * depth, (Float(painting.height) - horizon) * depth)
  }

  /// Paints a shape given in pixels.
  func paint(_ painting: inout Painting, _ outline: Path, _ finish: Finish) {
    // Patterns are measured in units of 100 pixels.
    let placement = Placement(origin: .zero, scale: 100)
    painting.paint(Coverage(outline), finish, at: placement, light: light, shift: shift)
  }
}

// MARK: Sky and far land

extension Backdrop {
  func sky(_ painting: inout Painting, clouds: Float = 0.1) {
    let (zenith, haze) = (Colour(hex: 0x7ba7cf), Colour(hex: 0xe3e6e0))
    let end = horizon
    painting.fill(rows: 0..<Int(end) + 6) { x, y in
      let t = y / max(1, end)
      let stretch = 0.6 + 1.6 * t
      let cloud = noise(x * 0.35, y * stretch) + 0.25 * noise(x * 1.3, y * 2.4)
      let blue = zenith.mixed(haze, smoothstep(0, 1, t))
      return blue.mixed(Colour(hex: 0xfaf7f0), 0.85 * smoothstep(clouds, clouds + 0.4, cloud))
    }
  }

  /// Land whose upper edge rolls around `top`; nearer land is darker and greener.
  func ridge(
    _ painting: inout Painting, top: Float, height: Float, roughness: Float, colour: Colour
  ) {
    let start = noise(top * 3.7, 11) * 200
    painting.fillBelow(
      { x in top + height * noise(start + x * roughness, top) }, until: horizon + 6
    ) {
      x, y in colour * (1 + 0.12 * noise(x * 2, y * 3))
    }
  }

  /// A round tree or bush that stands at (`x`, `y`).
  func tree(
    _ painting: inout Painting, x: Float, y: Float, height: Float, colour: Colour,
    _ generator: inout SplitMix64
  ) {
    let trunk = Finish(colour: Colour(hex: 0x5f4a38), relief: 0.8, grain: 0.2)
    paint(
      &painting, .stroke([(x, y), (x, y - 0.5 * height)], from: 0.1 * height, to: 0.06 * height),
      trunk)
    let crown = (0..<9).map { _ -> Path in
      let offset = generator.direction() * generator.number(0...0.26) * height
      let radius = generator.number(0.13...0.22) * height
      return .ellipse(x + offset.x, y - 0.66 * height + offset.y, radius, radius)
    }
    let leaves = Finish(
      colour: colour, pattern: .patches(colour.shaded(0.72), size: 0.5, threshold: 0.05), relief: 1,
      grain: 0.35)
    paint(&painting, .union(crown), leaves)
  }
}

extension Painting {
  /// Sets the pixels below a line, down to a row.
  mutating func fillBelow(
    _ line: (Float) -> Float, until bottom: Float, _ colour: (Float, Float) -> Colour
  ) {
    let tops = (0..<width).map { line(Float($0)) }
    let start = Int(max(0, (tops.min() ?? 0).rounded(.down)))
    guard start < min(height, Int(bottom)) else { return }
    for y in start..<min(height, Int(bottom)) {
      for x in 0..<width {
        let amount = min(1, max(0, Float(y) + 1 - tops[x]))
        guard amount > 0 else { continue }
        mix(x, y, colour(Float(x), Float(y)), amount)
      }
    }
  }
}
