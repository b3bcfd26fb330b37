/// What a surface looks like: sRGB colour in [0, 1], a pattern, and how round it is lit.
struct SceneMaterial: Sendable {
  enum Pattern: Sendable {
    case plain
    /// Soft changes of brightness by up to `amount`, of about `scale` pixels.
    case mottled(scale: Float, amount: Float, stretch: Float)
    /// Patches of a second colour, of about `scale` pixels, over about `share` of the surface.
    case patched(scale: Float, share: Float, colour: SIMD3<Float>)
  }

  var colour: SIMD3<Float>
  var pattern = Pattern.plain
  /// 0 for a flat surface, 1 for one lit like a ball.
  var roundness: Float = 0.6

  init(_ colour: SIMD3<Float>, _ pattern: Pattern = .plain, roundness: Float = 0.6) {
    (self.colour, self.pattern, self.roundness) = (colour, pattern, roundness)
  }

  init(_ hex: UInt32, _ pattern: Pattern = .plain, roundness: Float = 0.6) {
    self.init(.hex(hex), pattern, roundness: roundness)
  }

  /// The same surface, lighter (above 1) or darker.
  func lit(_ factor: Float) -> SceneMaterial {
    var material = self
    material.colour *= factor
    return material
  }
}

extension SIMD3<Float> {
  /// 0xRRGGBB as fractions.
  static func hex(_ value: UInt32) -> SIMD3<Float> {
    SIMD3(Float(value >> 16 & 255), Float(value >> 8 & 255), Float(value & 255)) / 255
  }

  func mixed(_ other: SIMD3<Float>, _ share: Float) -> SIMD3<Float> {
    self + (other - self) * share
  }
}
