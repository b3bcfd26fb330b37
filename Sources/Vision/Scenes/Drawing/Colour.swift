/// Red, green and blue in [0, 1], sRGB as stored.
typealias Colour = SIMD3<Float>

extension SIMD3<Float> {
  /// A colour as 0xRRGGBB.
  init(hex: UInt32) {
    self.init(Float(hex >> 16 & 255), Float(hex >> 8 & 255), Float(hex & 255))
    self /= 255
  }

  /// This colour at `t` = 0, `other` at 1.
  func mixed(_ other: Colour, _ t: Float) -> Colour { self + (other - self) * t }

  func shaded(_ factor: Float) -> Colour { self * factor }

  static let white = Colour(hex: 0xf6f3ec)
  static let black = Colour(hex: 0x23242a)
}

/// The scenes' palette: a small set of muted colours that go together.
enum Palette {
  /// Coats and paints that any class may have, so that they tell nothing of the class.
  static let bodies = [
    Colour(hex: 0xe9dcc3), Colour(hex: 0xc8694b), Colour(hex: 0x5f7f9e), Colour(hex: 0x8ba17c),
    Colour(hex: 0xd9a441), Colour(hex: 0x8a5a76), Colour(hex: 0x57514f), Colour(hex: 0xd69a93),
    Colour(hex: 0x9a7452), Colour(hex: 0xbfc6c9),
  ]

  static func body(_ generator: inout SplitMix64) -> Colour {
    bodies[generator.index(below: bodies.count)].shaded(generator.number(0.9...1.08))
  }
}

/// 0 below `low`, 1 above `high`, smooth between.
func smoothstep(_ low: Float, _ high: Float, _ x: Float) -> Float {
  let t = min(1, max(0, (x - low) / (high - low)))
  return t * t * (3 - 2 * t)
}
