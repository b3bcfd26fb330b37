extension Painting {
  /// The painting as a camera would take it: a shade of warmth and exposure, darker corners, and
  /// the sensor's noise.
  func photographed(_ generator: inout SplitMix64) -> RGBImage {
    let exposure = generator.number(0.94...1.06)
    let warmth = generator.number(-0.03...0.04)
    let gain = Colour(1 + warmth, 1, 1 - warmth) * exposure
    let noise = generator.number(0.006...0.014)
    let centre = Point(Float(width), Float(height)) / 2
    var samples = [UInt8](repeating: 0, count: width * height * 3)
    for y in 0..<height {
      for x in 0..<width {
        let offset = (Point(Float(x), Float(y)) - centre) / centre
        let vignette = 1 - 0.1 * (offset * offset).sum()
        let bits = generator.next()
        let pixel = y * width + x
        let colour = pixels[pixel] * gain * vignette + noise * Self.grain(bits)
        for channel in 0..<3 {
          samples[3 * pixel + channel] = UInt8(min(255, max(0, 255 * colour[channel] + 0.5)))
        }
      }
    }
    return RGBImage(width: width, height: height, pixels: samples)
  }

  /// Three numbers of mean 0 and variance 1, close to normal, two thirds of each shared by the
  /// channels as with a sensor's brightness.
  private static func grain(_ bits: UInt64) -> Colour {
    let number = { (shift: UInt64) -> Float in Float(bits >> shift & 0xFFFF) / 32768 - 1 }
    let shared = number(0) + number(16)
    return Colour(shared + 0.5 * number(32), shared + 0.5 * number(48), shared - 0.5 * number(32))
  }
}
