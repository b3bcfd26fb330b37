extension ScenePen {
  mutating func drawBird() {
    let body = bodyMaterial()
    let leg = SceneMaterial(0x6B4A2E, roundness: 0.2)
    for x in [-0.06, 0.08] {
      part(
        4,
        .stroke([SIMD2(x, -0.3), SIMD2(x + 0.02, -0.12), SIMD2(x, -0.01)], from: 0.035, to: 0.03),
        leg)
      part(
        4, .stroke([SIMD2(x - 0.05, -0.01), SIMD2(x + 0.09, -0.01)], from: 0.025, to: 0.015), leg)
    }
    part(
      3,
      Outline([[-0.38, -0.5], [-0.86, -0.5], [-0.84, -0.4], [-0.72, -0.34], [-0.3, -0.32]]),
      body.lit(0.72))
    part(
      1,
      .smooth([
        [-0.5, -0.46], [-0.28, -0.66], [0.1, -0.74], [0.34, -0.62], [0.32, -0.4], [0.1, -0.24],
        [-0.24, -0.25],
      ]), body)
    part(
      2,
      .smooth([
        [-0.52, -0.44], [-0.2, -0.62], [0.1, -0.58], [0.14, -0.44], [-0.08, -0.34], [-0.34, -0.36],
      ]), body.lit(0.78))
    let head = SceneMaterial(
      random.pick([0xC23B2E, 0x2F5FA8, 0xE0A32E]),
      scaled(.mottled(scale: 0.05, amount: 0.1, stretch: 1)))
    part(
      0, .smooth([[0.46, -0.86], [0.74, -0.79], [0.46, -0.72], [0.42, -0.79]]),
      SceneMaterial(0xF08A24, roundness: 0.5))
    part(0, .circle([0.33, -0.8], 0.19), head)
    part(0, .circle([0.4, -0.84], 0.045), SceneMaterial(0xF7F4EC, roundness: 0.1))
    part(0, .circle([0.41, -0.84], 0.028), SceneMaterial(0x16130F, roundness: 0.1))
  }

  mutating func drawCat() {
    let body = bodyMaterial()
    part(
      3,
      .stroke([[0.22, -0.06], [0.5, -0.08], [0.56, -0.26], [0.46, -0.4]], from: 0.1, to: 0.06),
      body.lit(0.85))
    part(
      1,
      .smooth([
        [0, -0.72], [0.22, -0.56], [0.32, -0.2], [0.26, -0.01], [-0.26, -0.01], [-0.32, -0.2],
        [-0.22, -0.56],
      ]), body)
    for x in [-0.11, 0.11] {
      part(
        2,
        .smooth([
          SIMD2(x - 0.07, -0.38), SIMD2(x + 0.07, -0.38), SIMD2(x + 0.08, -0.02),
          SIMD2(x - 0.08, -0.02),
        ]), body.lit(1.08))
    }
    let head = SceneMaterial(
      random.pick([0xD98A3D, 0x4B4642, 0xE8DCC6]),
      scaled(
        .patched(
          scale: 0.07, share: 0.35, colour: .hex(random.pick([0x7A4A20, 0x2B2826, 0xB88A52])))))
    part(0, Outline([[-0.26, -0.8], [-0.25, -1], [-0.08, -0.92]]), head.lit(0.9))
    part(0, Outline([[0.26, -0.8], [0.25, -1], [0.08, -0.92]]), head.lit(0.9))
    part(0, .ellipse([0, -0.76], [0.27, 0.2]), head)
    for x in [-0.11, 0.11] {
      part(0, .ellipse(SIMD2(x, -0.79), [0.05, 0.045]), SceneMaterial(0xB7CF5A, roundness: 0.2))
      part(0, .ellipse(SIMD2(x, -0.79), [0.016, 0.04]), SceneMaterial(0x141210, roundness: 0))
      part(
        0, .stroke([SIMD2(x * 0.6, -0.69), SIMD2(x * 3, -0.7)], from: 0.008, to: 0.005),
        SceneMaterial(0xF4EFE6, roundness: 0))
    }
    part(
      0, Outline([[-0.03, -0.72], [0.03, -0.72], [0, -0.685]]),
      SceneMaterial(0xC96A6A, roundness: 0.2))
  }

  mutating func drawCow() {
    var body = bodyMaterial()
    body.pattern = scaled(.patched(scale: 0.2, share: 0.4, colour: body.colour * 0.45))
    part(
      3, .stroke([[-0.62, -0.72], [-0.7, -0.5], [-0.67, -0.3]], from: 0.04, to: 0.03), body.lit(0.7)
    )
    for x in [-0.48, -0.34, 0.3, 0.44] {
      let far = x == -0.34 || x == 0.44
      part(
        2, .stroke([SIMD2(x, -0.42), SIMD2(x + 0.01, -0.2), SIMD2(x, 0)], from: 0.15, to: 0.085),
        body.lit(far ? 0.6 : 0.85))
    }
    part(
      1,
      .smooth([
        [-0.62, -0.7], [-0.4, -0.8], [0.1, -0.76], [0.46, -0.82], [0.6, -0.62], [0.46, -0.36],
        [0, -0.3], [-0.5, -0.34], [-0.66, -0.5],
      ]), body)
    let head = SceneMaterial(
      random.pick([0x3A2A20, 0x8C4F2B, 0xEDE6DA]),
      scaled(.mottled(scale: 0.06, amount: 0.12, stretch: 1)))
    for (x, bend) in [(0.6, -0.12), (0.8, 0.1)] {
      part(
        0,
        .stroke(
          [SIMD2(x, -0.92), SIMD2(x + bend, -0.97), SIMD2(x + bend * 1.1, -1.06)], from: 0.05,
          to: 0.015), SceneMaterial(0xE9DFC8))
    }
    part(0, .ellipse([0.52, -0.86], [0.1, 0.05], turn: 0.05), head.lit(0.8))
    part(0, .ellipse([0.9, -0.86], [0.1, 0.05], turn: -0.05), head.lit(0.8))
    part(
      0,
      .smooth([
        [0.58, -0.92], [0.7, -0.96], [0.83, -0.92], [0.84, -0.72], [0.78, -0.56], [0.66, -0.56],
        [0.58, -0.72],
      ]), head)
    part(0, .ellipse([0.72, -0.58], [0.11, 0.08]), SceneMaterial(0xE0A79A))
    for x in [0.68, 0.77] {
      part(0, .circle(SIMD2(x, -0.58), 0.018), SceneMaterial(0x5A2E2A, roundness: 0))
    }
    for x in [0.64, 0.79] {
      part(0, .circle(SIMD2(x, -0.82), 0.026), SceneMaterial(0x14100E, roundness: 0.1))
    }
  }
}
