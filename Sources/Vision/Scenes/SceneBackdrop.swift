/// Paints the settings. All of it is background to the labels.
struct SceneBackdrop {
  let setting: SceneSetting
  var random: SceneRandom
  var canvas: SceneCanvas
  private let horizon: Int

  init(_ setting: SceneSetting, canvas: SceneCanvas, random: SceneRandom) {
    (self.setting, self.canvas, self.random) = (setting, canvas, random)
    horizon = Int(Double(canvas.height) * setting.horizon)
  }

  mutating func paint() {
    switch setting {
    case .meadow: paintMeadow()
    case .sea: paintSea()
    case .sky: paintSky()
    case .street: paintStreet()
    case .railway: paintRailway()
    case .table: paintTable()
    case .room: paintRoom()
    case .forest: paintForest()
    }
  }

  private var width: Double { Double(canvas.width) }
  private var height: Double { Double(canvas.height) }
  private var unit: Double { Double(canvas.height) }

  // MARK: Places

  private mutating func paintMeadow() {
    air(.hex(0x8FB8DE), .hex(0xE6EEF0), to: horizon)
    clouds(4, below: 0.3)
    hills([0x9DB3A0, 0x7F9E78])
    ground(.hex(0x8CA653), .hex(0x5E7F34), amount: 0.28, scale: 0.03, stretch: 1.4)
    for _ in 0..<7 { bush(y: random.uniform(0.42, 0.5), size: random.uniform(0.03, 0.08)) }
    for _ in 0..<26 {
      let y = random.uniform(Double(horizon) + 8, height)
      flower(SIMD2(random.uniform(0, width), y), unit * 0.004 * y / height)
    }
    stones(5)
  }

  private mutating func paintSea() {
    air(.hex(0x7FB0DC), .hex(0xF3E3CF), to: horizon)
    clouds(5, below: 0.36)
    hills([0xA9B7BE])
    ground(.hex(0x5F9DB5), .hex(0x1F5F86), amount: 0.34, scale: 0.016, stretch: 7)
    for _ in 0..<60 {
      let y = random.uniform(Double(horizon) + 6, height)
      let length = unit * 0.08 * (y - Double(horizon)) / height + 4
      let place = SIMD2(random.uniform(0, width), y)
      let foam = SceneMaterial(0xD8EAEE, roundness: 0)
      fill(.ellipse(place, [length, length * 0.045 + 0.4]), foam)
    }
  }

  private mutating func paintSky() {
    air(.hex(0x4E8CCB), .hex(0xDCEBF3), to: canvas.height)
    clouds(11, below: 0.9)
    hills([0x8FA59A, 0x6F8B6A])
    ground(.hex(0x7F9960), .hex(0x60784A), amount: 0.2, scale: 0.03, stretch: 3)
  }

  private mutating func paintStreet() {
    air(.hex(0x9FBFDD), .hex(0xF0EAE0), to: horizon)
    var x = -20.0
    while x < width {
      let size = SIMD2(random.uniform(0.16, 0.32) * width, random.uniform(0.22, 0.38) * height)
      house(x, size)
      x += size.x + random.uniform(0, 8)
    }
    ground(.hex(0x9A9A98), .hex(0x6A6B6E), amount: 0.12, scale: 0.012, stretch: 2)
    let kerb = Double(horizon) + 0.09 * height
    fill(
      .box([-4, Double(horizon)], [width + 4, kerb]),
      SceneMaterial(0xB8B0A4, mottle(0.012, 0.1), roundness: 0))
    fill(
      .box([-4, kerb], [width + 4, kerb + 0.012 * height]), SceneMaterial(0x86817A, roundness: 0))
    for i in 0..<7 {
      let left = (Double(i) - 0.3) * width / 6
      fill(
        Outline([
          [left, 0.8 * height], [left + 0.1 * width, 0.8 * height],
          [left + 0.095 * width, 0.822 * height], [left - 0.012 * width, 0.822 * height],
        ]), SceneMaterial(0xE6E2D4, roundness: 0))
    }
    for _ in 0..<3 { tree(random.uniform(0, width), kerb, random.uniform(0.3, 0.5)) }
  }

  private mutating func paintRailway() {
    air(.hex(0xA4BDD2), .hex(0xEDE6DA), to: horizon)
    clouds(3, below: 0.3)
    hills([0x93A68F, 0x748B62])
    ground(.hex(0x90995F), .hex(0x6F7A44), amount: 0.25, scale: 0.025, stretch: 1.5)
    for _ in 0..<5 { bush(y: random.uniform(0.45, 0.55), size: random.uniform(0.04, 0.09)) }
    for y in [0.72, 0.9] {
      let top = (y - 0.045) * height
      fill(
        .box([-4, top], [width + 4, top + 0.11 * height]),
        SceneMaterial(0x8D857B, .mottled(scale: 3, amount: 0.4, stretch: 1), roundness: 0.1))
      for i in 0..<22 {
        let x = (Double(i) + 0.3) * width / 21
        fill(
          Outline([
            [x, top + 0.012 * height], [x + 0.02 * width, top + 0.012 * height],
            [x + 0.016 * width, top + 0.085 * height], [x - 0.008 * width, top + 0.085 * height],
          ]), SceneMaterial(0x5E4632, mottle(0.02, 0.25), roundness: 0.2))
      }
      for rail in [0.025, 0.062] {
        fill(
          .box([-4, top + rail * height], [width + 4, top + (rail + 0.009) * height]),
          SceneMaterial(0xB9BCC0, roundness: 0.7))
      }
    }
  }

  private mutating func paintTable() {
    wall(.hex(random.pick([0xD9CDB8, 0xC2CDC4, 0xC9C3D1])))
    let shelf = height * random.uniform(0.2, 0.27)
    fill(
      .box([-4, shelf], [width + 4, shelf + 0.03 * height]),
      SceneMaterial(0x8A6844, mottle(0.05, 0.2, 6)))
    books(on: shelf)
    ground(.hex(0xB98E5E), .hex(0x8E6239), amount: 0.26, scale: 0.014, stretch: 16)
    for _ in 0..<2 {
      let place = SIMD2(random.uniform(0.1, 0.9) * width, random.uniform(0.62, 0.95) * height)
      plate(place, random.uniform(0.07, 0.12) * unit)
    }
    for _ in 0..<4 {
      let fruit = SceneMaterial(
        random.pick([0xC94A2C, 0xE0A33A, 0x7FA23F]), mottle(0.02, 0.08), roundness: 1)
      let place = SIMD2(random.uniform(0, width), random.uniform(0.6, 0.95) * height)
      let radius = unit * random.uniform(0.02, 0.032)
      canvas.shadow(
        place + [radius * 0.5, radius * 0.7], [radius * 1.7, radius * 0.7], strength: 0.5)
      fill(.circle(place, radius), fruit)
    }
  }

  private mutating func paintRoom() {
    wall(.hex(random.pick([0xCFC4B4, 0xB9C7C9, 0xD6C3B8])))
    let window = SIMD2(random.uniform(0.08, 0.6) * width, 0.07 * height)
    let pane = SIMD2(0.26 * width, 0.34 * height)
    fill(.box(window - 6, window + pane + 6), SceneMaterial(0xF2EEE6, roundness: 0.2))
    fill(.box(window, window + pane), SceneMaterial(0xA9CBE6, mottle(0.08, 0.12), roundness: 0.3))
    fill(
      .box(window + [pane.x / 2 - 3, 0], window + [pane.x / 2 + 3, pane.y]),
      SceneMaterial(0xF2EEE6, roundness: 0.2))
    ground(.hex(0xC2A27A), .hex(0x94744E), amount: 0.2, scale: 0.012, stretch: 14)
    fill(
      .box([-4, Double(horizon) - 8], [width + 4, Double(horizon)]),
      SceneMaterial(0xEDE7DB, roundness: 0.2))
    let rug = SIMD2(width * random.uniform(0.35, 0.65), height * 0.82)
    for (size, colour) in [(1.0, 0x8E3B46), (0.9, 0xD9C2A0), (0.82, 0x9C4A50), (0.45, 0xC79A72)]
      as [(Double, UInt32)]
    {
      fill(
        .ellipse(rug, [0.42 * width * size, 0.15 * height * size]),
        SceneMaterial(colour, .mottled(scale: 2.5, amount: 0.16, stretch: 2), roundness: 0.1))
    }
    let sofa = random.uniform(-0.1, 0.7) * width
    let cloth = SceneMaterial(random.pick([0x5E7480, 0x7C6A86, 0x6F7F5E]), mottle(0.01, 0.12))
    let base = Double(horizon) + 0.05 * height
    fill(.box([sofa, base - 0.24 * height], [sofa + 0.42 * width, base - 0.04 * height]), cloth)
    fill(
      .box([sofa - 0.04 * width, base - 0.11 * height], [sofa + 0.46 * width, base]),
      cloth.lit(0.86))
  }

  private mutating func paintForest() {
    air(.hex(0xC9D7B4), .hex(0xEEF0D8), to: horizon)
    for _ in 0..<16 {
      let far = random.uniform(0, 1)
      let x = random.uniform(0, width)
      let trunk = SceneMaterial(
        SIMD3<Float>.hex(0x4E3E2E).mixed(.hex(0xB9C4A2), Float(1 - far) * 0.7),
        mottle(0.02, 0.3, 0.3), roundness: 0.8)
      let base = Double(horizon) + far * 0.1 * height
      fill(
        .stroke(
          [SIMD2(x, base + 4), SIMD2(x + random.uniform(-6, 6), -10)],
          from: unit * (0.02 + 0.05 * far), to: unit * (0.015 + 0.03 * far)), trunk)
    }
    let leaves = SmoothNoise(seed: random.next(), scale: Float(unit) * 0.07, octaves: 3)
    canvas.tint(rows: 0..<horizon) { x, y, colour in
      let share = (leaves.value(x, y) - 0.48) * 6 + 0.3 - Float(y) / Float(self.horizon) * 1.2
      return colour.mixed(.hex(0x5F7F3C), min(max(share, 0), 0.85))
    }
    ground(.hex(0x7D6B45), .hex(0x54452C), amount: 0.4, scale: 0.018, stretch: 1.5)
    for _ in 0..<70 {
      let y = random.uniform(Double(horizon), height)
      let leaf = SceneMaterial(
        random.pick([0xB5772F, 0x8C5A26, 0xC79A3E, 0x6E7A34, 0x5F7F3C]), roundness: 0.3)
      let size = unit * 0.016 * (0.3 + y / height)
      fill(
        .ellipse(
          SIMD2(random.uniform(0, width), y), [size, size * 0.45], turn: random.uniform(-0.1, 0.1)),
        leaf)
    }
    stones(4)
  }
}

// MARK: Things

extension SceneBackdrop {
  private mutating func fill(_ outline: Outline, _ material: SceneMaterial) {
    canvas.paint(outline, material, seed: random.next())
  }

  /// Soft brightness changes of a size given as a share of the picture's height.
  private func mottle(_ scale: Double, _ amount: Float, _ stretch: Float = 1)
    -> SceneMaterial.Pattern
  {
    .mottled(scale: max(2, Float(scale * unit)), amount: amount, stretch: stretch)
  }

  private mutating func air(_ top: SIMD3<Float>, _ bottom: SIMD3<Float>, to row: Int) {
    canvas.fill(rows: 0..<row) { _, y in top.mixed(bottom, Float(y) / Float(row)) }
  }

  private mutating func wall(_ colour: SIMD3<Float>) {
    let noise = SmoothNoise(seed: random.next(), scale: Float(unit) * 0.2)
    let stripe = Int(max(6, unit * random.uniform(0.05, 0.09)))
    canvas.fill(rows: 0..<horizon) { x, y in
      colour * (0.94 + 0.1 * noise.value(x, y)) * ((x / stripe) & 1 == 0 ? 1 : 0.965)
    }
  }

  /// From the horizon down, `far` to `near`; the pattern grows towards the viewer.
  private mutating func ground(
    _ far: SIMD3<Float>, _ near: SIMD3<Float>, amount: Float, scale: Double, stretch: Float
  ) {
    let step = max(1.5, Float(scale * unit))
    let fine = SmoothNoise(seed: random.next(), scale: step, stretch: stretch)
    let broad = SmoothNoise(seed: random.next(), scale: step * 6, stretch: stretch)
    let (first, depth) = (horizon, Float(canvas.height - horizon))
    canvas.fill(rows: first..<canvas.height) { x, y in
      let near01 = Float(y - first) / depth
      let light = (0.4 + 0.6 * near01) * (fine.value(x, y) - 0.5) + 0.8 * (broad.value(x, y) - 0.5)
      return far.mixed(near, near01) * (1 + amount * light)
    }
  }

  private mutating func clouds(_ count: Int, below limit: Double) {
    for _ in 0..<count {
      let place = SIMD2(random.uniform(-0.1, 1.1) * width, random.uniform(0.03, limit) * height)
      let size = unit * random.uniform(0.03, 0.075)
      for _ in 0..<6 {
        let offset = SIMD2(random.uniform(-2.4, 2.4), random.uniform(-0.4, 0.35)) * size
        canvas.glow(place + offset, SIMD2(1.9, 0.9) * size, .hex(0xFDFBF6), strength: 0.75)
      }
    }
  }

  private mutating func hills(_ colours: [UInt32]) {
    for (index, colour) in colours.enumerated() {
      let ridge = SmoothNoise(seed: random.next(), scale: Float(width) * 0.22, octaves: 3)
      let top = Double(horizon) - (0.13 - 0.07 * Double(index)) * height
      var points = (0...40).map { step in
        let x = Double(step) / 40 * (width + 8) - 4
        return SIMD2(x, top + Double(ridge.value(Int(x) + 8, 0)) * 0.1 * height)
      }
      points += [SIMD2(width + 4, Double(horizon) + 2), SIMD2(-4, Double(horizon) + 2)]
      fill(Outline(points), SceneMaterial(colour, mottle(0.02, 0.12), roundness: 0.15))
    }
  }

  private mutating func bush(y: Double, size: Double) {
    let place = SIMD2(random.uniform(0, width), y * height)
    let leaf = SceneMaterial(
      random.pick([0x5B7A3A, 0x6E8B45, 0x4C6B38]), mottle(0.012, 0.3), roundness: 0.8)
    canvas.shadow(place, [size * unit * 1.5, size * unit * 0.3], strength: 0.4)
    for _ in 0..<5 {
      let offset = SIMD2(random.uniform(-0.8, 0.8), random.uniform(-0.7, -0.2)) * (size * unit)
      fill(.circle(place + offset, size * unit * random.uniform(0.35, 0.6)), leaf)
    }
  }

  private mutating func tree(_ x: Double, _ base: Double, _ size: Double) {
    let top = base - size * unit
    fill(
      .stroke([[x, base], [x, top]], from: 0.03 * unit, to: 0.015 * unit),
      SceneMaterial(0x6B4E36, mottle(0.01, 0.2)))
    let leaf = SceneMaterial(random.pick([0x6C8B48, 0x58793F]), mottle(0.012, 0.3), roundness: 0.8)
    for _ in 0..<9 {
      let offset = SIMD2(random.uniform(-0.28, 0.28), random.uniform(-0.2, 0.35)) * (size * unit)
      fill(.circle(SIMD2(x, top) + offset, size * unit * random.uniform(0.12, 0.2)), leaf)
    }
  }

  private mutating func house(_ x: Double, _ size: SIMD2<Double>) {
    let base = Double(horizon) + 2
    let front = SceneMaterial(
      random.pick([0xC9A387, 0xB88A72, 0xD3C2A4, 0xA9ABA6]), mottle(0.01, 0.1), roundness: 0.1)
    fill(.box([x, base - size.y], [x + size.x, base]), front)
    fill(.box([x - 4, base - size.y - 5], [x + size.x + 4, base - size.y]), front.lit(0.6))
    let step = SIMD2(size.x / 4, size.y / 3.2)
    for row in 0..<3 {
      for column in 0..<4 {
        let corner = SIMD2(
          x + (Double(column) + 0.28) * step.x, base - size.y + (Double(row) + 0.3) * step.y)
        fill(
          .box(corner, corner + step * 0.48),
          SceneMaterial(random.pick([0x53636F, 0x6B7F8C, 0xE2D6A0]), roundness: 0.4))
      }
    }
  }

  private mutating func books(on shelf: Double) {
    var x = random.uniform(0, 20)
    while x < width {
      let size = SIMD2(unit * random.uniform(0.02, 0.04), unit * random.uniform(0.1, 0.17))
      if random.chance(0.75) {
        fill(
          .box([x, shelf - size.y], [x + size.x, shelf]),
          SceneMaterial(
            random.pick([0x8C4A3C, 0x3F5E73, 0x6D7A4A, 0xC2A45C, 0x5A4A63]), mottle(0.02, 0.12),
            roundness: 0.6))
      }
      x += size.x + 1
    }
  }

  private mutating func plate(_ place: SIMD2<Double>, _ radius: Double) {
    canvas.shadow(place + [4, 5], [radius * 1.2, radius * 0.5], strength: 0.4)
    fill(.ellipse(place, [radius, radius * 0.36]), SceneMaterial(0xEFEBE3, roundness: 0.4))
    fill(.ellipse(place, [radius * 0.66, radius * 0.22]), SceneMaterial(0xE2DDD2, roundness: 0.2))
  }

  private mutating func flower(_ place: SIMD2<Double>, _ radius: Double) {
    let petal = SceneMaterial(random.pick([0xF4E9C8, 0xE9C94B, 0xD98AA0]), roundness: 0.2)
    fill(.ellipse(place, SIMD2(max(1, radius * 2), max(0.8, radius * 1.5))), petal)
  }

  private mutating func stones(_ count: Int) {
    for _ in 0..<count {
      let y = random.uniform(Double(horizon) + 12, height)
      let radius = unit * random.uniform(0.012, 0.03) * (0.4 + y / height)
      let place = SIMD2(random.uniform(0, width), y)
      canvas.shadow(
        place + [radius * 0.4, radius * 0.4], [radius * 1.7, radius * 0.7], strength: 0.45)
      fill(
        .ellipse(place, [radius, radius * 0.7]),
        SceneMaterial(
          random.pick([0x9B968C, 0x857D70, 0xB3ADA2]), mottle(0.012, 0.2), roundness: 0.9))
    }
  }
}
