/// Draws one object: turns its own coordinates into the picture's and knows its labels.
///
/// An object stands on the origin and is 1 high: up is negative y.
struct ScenePen {
  let kind: SceneClass
  let instance: UInt8
  /// The picture's place of the origin, in pixels.
  let foot: SIMD2<Double>
  /// Pixels per unit.
  let size: Double
  let mirrored: Bool
  /// Rotation as a fraction of a full turn.
  let tilt: Double
  var random: SceneRandom
  var canvas: SceneCanvas

  /// Paints part number `part` of the class.
  mutating func part(_ part: Int, _ outline: Outline, _ material: SceneMaterial) {
    let label = SceneLabel(
      classIndex: kind.rawValue, instance: instance, part: kind.partLabel(part))
    canvas.paint(placed(outline), material, seed: random.next(), label: label)
  }

  /// The material whose pattern grows with the object.
  func scaled(_ pattern: SceneMaterial.Pattern) -> SceneMaterial.Pattern {
    switch pattern {
    case .plain: .plain
    case .mottled(let scale, let amount, let stretch):
      .mottled(scale: max(2, scale * Float(size)), amount: amount, stretch: stretch)
    case .patched(let scale, let share, let colour):
      .patched(scale: max(2, scale * Float(size)), share: share, colour: colour)
    }
  }

  private func placed(_ outline: Outline) -> Outline {
    outline.mapped { point in
      let turned = Turn.rotated(point, by: tilt)
      return foot + SIMD2(mirrored ? -turned.x : turned.x, turned.y) * size
    }
  }

  /// A colour that bodies of every class share, so that a body does not tell the class.
  mutating func bodyMaterial(roundness: Float = 0.75) -> SceneMaterial {
    let colours: [UInt32] = [
      0xB8AEA0, 0x9C8468, 0xC9B48C, 0x7E8C98, 0xA0A89A, 0xC8C4BC, 0x8A6A54, 0xD8CDBB, 0x6F7A6C,
    ]
    let colour = SIMD3<Float>.hex(random.pick(colours)) * Float(random.uniform(0.9, 1.08))
    return SceneMaterial(
      colour, scaled(.mottled(scale: 0.12, amount: 0.12, stretch: 1.6)), roundness: roundness)
  }
}
