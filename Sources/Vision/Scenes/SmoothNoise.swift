/// A smooth random field in [0, 1): random values on a square lattice, blended between. Two fields
/// of different seeds are unrelated.
///
/// Source: value noise after Perlin, An Image Synthesizer, SIGGRAPH 1985.
struct SmoothNoise: Sendable {
  private let seed: UInt64
  private let perPixel: SIMD2<Float>
  private let octaves: Int

  /// `scale` is the lattice's step in pixels, larger in x by the factor `stretch`; each further
  /// octave halves the step and the amplitude.
  init(seed: UInt64, scale: Float, stretch: Float = 1, octaves: Int = 2) {
    precondition(scale > 0 && stretch > 0 && octaves > 0, "SmoothNoise: \(scale), \(octaves)")
    self.seed = seed
    self.octaves = octaves
    perPixel = SIMD2(1 / (scale * stretch), 1 / scale)
  }

  func value(_ x: Int, _ y: Int) -> Float {
    var place = SIMD2(Float(x), Float(y)) * perPixel
    var (sum, amplitude, total): (Float, Float, Float) = (0, 1, 0)
    for octave in 0..<octaves {
      sum += amplitude * single(place, seed &+ UInt64(octave))
      total += amplitude
      amplitude /= 2
      place *= 2
    }
    return sum / total
  }

  private func single(_ place: SIMD2<Float>, _ seed: UInt64) -> Float {
    let cell = place.rounded(.down)
    let t = place - cell
    let s = t * t * (3 - 2 * t)
    let (column, row) = (Int32(cell.x), Int32(cell.y))
    let top =
      Self.lattice(column, row, seed) * (1 - s.x) + Self.lattice(column + 1, row, seed) * s.x
    let bottom =
      Self.lattice(column, row + 1, seed) * (1 - s.x)
      + Self.lattice(column + 1, row + 1, seed) * s.x
    return top * (1 - s.y) + bottom * s.y
  }

  private static func lattice(_ x: Int32, _ y: Int32, _ seed: UInt64) -> Float {
    var h = seed ^ (UInt64(UInt32(bitPattern: x)) << 32 | UInt64(UInt32(bitPattern: y)))
    h = (h ^ (h >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    h = (h ^ (h >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return Float(h >> 40) * 0x1p-24
  }
}
