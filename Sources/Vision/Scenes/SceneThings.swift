extension ScenePen {
  mutating func drawBottle() {
    let body = bodyMaterial(roundness: 0.9)
    part(
      1,
      .smooth([
        [-0.16, -0.6], [-0.05, -0.72], [0.05, -0.72], [0.16, -0.6], [0.17, -0.06], [0.1, 0],
        [-0.1, 0], [-0.17, -0.06],
      ]), body)
    part(2, .box([-0.055, -0.92], [0.055, -0.68]), body.lit(0.92))
    part(3, .box([-0.07, -1], [0.07, -0.89]), SceneMaterial(0x8E2B25))
    let paper = SceneMaterial(random.pick([0xF2E6C9, 0xDDE7E3, 0xE9C46A]), roundness: 0.7)
    part(0, .box([-0.165, -0.5], [0.165, -0.18]), paper)
    part(0, .box([-0.165, -0.46], [0.165, -0.43]), SceneMaterial(0xB23A2E))
    part(0, .box([-0.165, -0.25], [0.165, -0.22]), SceneMaterial(0xB23A2E))
    part(0, .circle([0, -0.34], 0.07), SceneMaterial(0x2F6B4F))
    part(
      1, .stroke([[-0.1, -0.6], [-0.12, -0.52]], from: 0.02, to: 0.015),
      SceneMaterial(0xF6F6F2, roundness: 0))
  }

  mutating func drawMushroom() {
    let body = bodyMaterial()
    part(
      1,
      .smooth([
        [-0.13, -0.58], [0.13, -0.58], [0.12, -0.3], [0.19, -0.05], [0.08, 0], [-0.08, 0],
        [-0.19, -0.05], [-0.12, -0.3],
      ]), body)
    part(
      1, .smooth([[-0.16, -0.44], [0.16, -0.44], [0.2, -0.35], [0, -0.38], [-0.2, -0.35]]),
      body.lit(1.12))
    let cap = SceneMaterial(
      random.pick([0xC5301F, 0xB5561F, 0xA82438]),
      scaled(.mottled(scale: 0.1, amount: 0.1, stretch: 1)), roundness: 0.8)
    part(
      0,
      .smooth([
        [-0.5, -0.56], [-0.42, -0.76], [-0.18, -0.97], [0.18, -0.97], [0.42, -0.76], [0.5, -0.56],
        [0.26, -0.51], [0, -0.5], [-0.26, -0.51],
      ]), cap)
    for (x, y, r) in [
      (-0.28, -0.74, 0.06), (-0.06, -0.86, 0.07), (0.2, -0.8, 0.055), (0.02, -0.65, 0.06),
      (0.33, -0.63, 0.045), (-0.38, -0.6, 0.04),
    ] {
      part(0, .ellipse(SIMD2(x, y), SIMD2(r, r * 0.8)), SceneMaterial(0xF6EFDF, roundness: 0.3))
    }
  }

  mutating func drawTeapot() {
    let body = bodyMaterial(roundness: 0.9)
    let accent = SceneMaterial(random.pick([0x2F6F8F, 0xB5543A, 0x4C7A43]), roundness: 0.8)
    part(
      2,
      .stroke(
        [[-0.4, -0.62], [-0.72, -0.66], [-0.8, -0.4], [-0.42, -0.22]], from: 0.08, to: 0.07), accent
    )
    part(
      0,
      .smooth([
        [0.34, -0.2], [0.62, -0.34], [0.74, -0.62], [0.9, -0.74], [0.72, -0.78], [0.56, -0.68],
        [0.48, -0.52], [0.34, -0.48],
      ]), accent)
    part(
      1,
      .smooth([
        [-0.3, -0.72], [0.3, -0.72], [0.52, -0.4], [0.34, -0.04], [0.2, 0], [-0.2, 0],
        [-0.34, -0.04], [-0.52, -0.4],
      ]), body)
    part(
      3, .smooth([[-0.29, -0.72], [-0.16, -0.86], [0.16, -0.86], [0.29, -0.72], [0, -0.7]]),
      body.lit(0.9))
    part(3, .circle([0, -0.92], 0.075), accent)
    part(
      1, .ellipse([-0.2, -0.52], [0.07, 0.1], turn: 0.06), SceneMaterial(0xF4F2EC, roundness: 0.1))
  }
}
