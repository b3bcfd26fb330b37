extension ScenePen {
  mutating func drawAeroplane() {
    let body = bodyMaterial(roundness: 0.9)
    let accent = SceneMaterial(
      random.pick([0xC8372D, 0x1F5FA6, 0x2E8B57, 0xE39A1F]), roundness: 0.4)
    part(
      2, Outline([[-0.05, -0.52], [-0.42, -0.86], [-0.54, -0.86], [-0.34, -0.5]]), body.lit(0.7))
    part(0, Outline([[-0.78, -0.5], [-1.02, -0.98], [-0.84, -0.98], [-0.52, -0.52]]), accent)
    part(
      1,
      .smooth([
        [-1.02, -0.56], [-0.6, -0.58], [0.3, -0.6], [0.72, -0.56], [0.92, -0.44], [0.72, -0.35],
        [0.2, -0.3], [-0.5, -0.32], [-0.9, -0.46],
      ]), body)
    part(
      0, Outline([[-0.8, -0.48], [-1.08, -0.36], [-0.94, -0.34], [-0.6, -0.44]]), accent.lit(0.85))
    part(3, .ellipse([0.14, -0.2], [0.15, 0.07]), body.lit(0.6))
    part(2, Outline([[0.22, -0.42], [-0.38, 0], [-0.54, 0], [-0.24, -0.42]]), body.lit(0.86))
    for i in 0..<9 {
      part(
        1, .ellipse(SIMD2(-0.5 + 0.12 * Double(i), -0.5), [0.025, 0.032]),
        SceneMaterial(0x2A3644, roundness: 0.2))
    }
    part(
      1, Outline([[0.7, -0.54], [0.82, -0.49], [0.76, -0.46], [0.66, -0.48]]),
      SceneMaterial(0x2A3644, roundness: 0.2))
  }

  mutating func drawBoat() {
    let body = bodyMaterial()
    let cloth = SceneMaterial(
      random.pick([0xF3EBDD, 0xD9483B, 0xF0B73C, 0xE8E4EE]),
      scaled(.mottled(scale: 0.2, amount: 0.05, stretch: 0.4)), roundness: 0.35)
    part(2, .stroke([[0, -0.2], [0, -1]], from: 0.035, to: 0.02), SceneMaterial(0x6A4A30))
    part(
      0,
      .smooth([
        [0.03, -0.97], [0.16, -0.7], [0.44, -0.32], [0.2, -0.29], [0.03, -0.28], [0.05, -0.6],
      ]), cloth)
    part(
      0,
      .smooth([[-0.03, -0.92], [-0.1, -0.6], [-0.36, -0.3], [-0.16, -0.28], [-0.03, -0.29]]),
      cloth.lit(0.9))
    part(
      1,
      .smooth([
        [-0.6, -0.22], [-0.2, -0.2], [0.3, -0.2], [0.66, -0.27], [0.5, -0.06], [0.34, 0],
        [-0.34, 0], [-0.5, -0.06],
      ]), body)
    part(
      1, .stroke([[-0.57, -0.17], [0, -0.155], [0.58, -0.2]], from: 0.022, to: 0.022), body.lit(0.6)
    )
  }

  mutating func drawCar() {
    let body = bodyMaterial()
    part(
      2,
      .smooth([
        [-0.5, -0.52], [-0.34, -0.9], [0, -0.98], [0.3, -0.9], [0.54, -0.54], [0.1, -0.46],
        [-0.3, -0.46],
      ]), body.lit(0.92))
    let glass = SceneMaterial(
      0x35485A, scaled(.mottled(scale: 0.2, amount: 0.2, stretch: 0.5)), roundness: 0.5)
    part(2, Outline([[-0.38, -0.56], [-0.27, -0.85], [-0.02, -0.9], [-0.02, -0.56]]), glass)
    part(2, Outline([[0.04, -0.56], [0.04, -0.9], [0.26, -0.83], [0.42, -0.56]]), glass)
    part(
      1,
      .smooth([
        [-0.96, -0.5], [-0.5, -0.58], [0.5, -0.58], [0.92, -0.48], [0.98, -0.3], [0.9, -0.16],
        [-0.9, -0.16], [-1, -0.3],
      ]), body)
    part(1, .stroke([[-0.9, -0.34], [0.9, -0.34]], from: 0.015, to: 0.015), body.lit(0.65))
    part(1, .ellipse([0.9, -0.42], [0.06, 0.05]), SceneMaterial(0xFFF1BF, roundness: 0.3))
    part(1, .ellipse([-0.93, -0.42], [0.04, 0.05]), SceneMaterial(0xB6261F, roundness: 0.3))
    for x in [-0.55, 0.55] { wheel(0, SIMD2(x, -0.2), 0.2) }
  }

  mutating func drawTrain() {
    let body = bodyMaterial(roundness: 0.9)
    let accent = SceneMaterial(random.pick([0xA8281E, 0x1F4E79, 0x2C6E49]), roundness: 0.5)
    part(0, Outline([[0.5, -0.7], [0.46, -1], [0.72, -1], [0.68, -0.7]]), accent.lit(0.8))
    part(0, .box([0.43, -1.04], [0.75, -0.97]), accent)
    part(
      1,
      .smooth([
        [-0.12, -0.76], [0.3, -0.77], [0.84, -0.76], [0.92, -0.52], [0.84, -0.3], [0.3, -0.28],
        [-0.12, -0.28],
      ]), body)
    part(1, .ellipse([0.14, -0.8], [0.1, 0.08]), body.lit(0.9))
    for x in [0.1, 0.45] {
      part(1, .stroke([SIMD2(x, -0.76), SIMD2(x, -0.3)], from: 0.025, to: 0.025), body.lit(0.6))
    }
    part(2, .box([-0.86, -0.94], [-0.1, -0.24]), accent)
    part(2, .box([-0.92, -1.0], [-0.04, -0.92]), accent.lit(0.6))
    for x in [-0.76, -0.42] {
      part(
        2, .box(SIMD2(x, -0.82), SIMD2(x + 0.24, -0.58)), SceneMaterial(0x33424E, roundness: 0.3))
    }
    part(1, .box([-0.9, -0.28], [0.96, -0.2]), SceneMaterial(0x2E2C2A, roundness: 0.2))
    part(
      1, Outline([[0.9, -0.28], [1.08, -0.04], [0.82, -0.04]]),
      SceneMaterial(0x8C2A20, roundness: 0.4))
    for x in [-0.66, -0.24, 0.18, 0.6] { wheel(3, SIMD2(x, -0.15), 0.15) }
    part(
      3, .stroke([[-0.66, -0.12], [0.6, -0.12]], from: 0.035, to: 0.035), SceneMaterial(0x9A9A98))
  }

  private mutating func wheel(_ number: Int, _ centre: SIMD2<Double>, _ radius: Double) {
    part(number, .circle(centre, radius), SceneMaterial(0x23211F, roundness: 0.5))
    part(number, .circle(centre, radius * 0.62), SceneMaterial(0xB9B6B0, roundness: 0.5))
    part(number, .circle(centre, radius * 0.5), SceneMaterial(0x5A5854, roundness: 0.4))
    for spoke in 0..<5 {
      let end = Turn.direction(Double(spoke) / 5) * (radius * 0.55)
      part(
        number, .stroke([centre, centre + end], from: radius * 0.16, to: radius * 0.1),
        SceneMaterial(0xB9B6B0, roundness: 0.2))
    }
  }
}
