/// Fractal value noise that repeats every 512 units, from which every texture is sampled.
struct NoiseTile: Sendable {
  static let side = 512
  /// The same for all scenes; they sample it at different places.
  static let shared = NoiseTile(seed: 0x5ca1_ab1e)

  private var values: [Float]

  private init(seed: UInt64) {
    values = [Float](repeating: 0, count: Self.side * Self.side)
    var generator = SplitMix64(seed: seed)
    var (cells, amplitude) = (16, Float(0.5))
    while cells <= 256 {
      addOctave(cells: cells, amplitude: amplitude, using: &generator)
      (cells, amplitude) = (cells * 2, amplitude * 0.55)
    }
  }

  private mutating func addOctave(
    cells: Int, amplitude: Float, using generator: inout SplitMix64
  ) {
    let lattice = (0..<cells * cells).map { _ in generator.number(-amplitude...amplitude) }
    let step = Self.side / cells
    for y in 0..<Self.side {
      let (row, v) = (y / step, Self.smooth(Float(y % step) / Float(step)))
      for x in 0..<Self.side {
        let (column, u) = (x / step, Self.smooth(Float(x % step) / Float(step)))
        let (right, below) = ((column + 1) % cells, (row + 1) % cells)
        let top = Self.blend(lattice[row * cells + column], lattice[row * cells + right], u)
        let bottom = Self.blend(lattice[below * cells + column], lattice[below * cells + right], u)
        values[y * Self.side + x] += Self.blend(top, bottom, v)
      }
    }
  }

  /// The noise at a point, interpolated linearly; nearly always in [-1, 1].
  func value(_ x: Float, _ y: Float) -> Float {
    let (floorX, floorY) = (x.rounded(.down), y.rounded(.down))
    let (u, v) = (x - floorX, y - floorY)
    let mask = Self.side - 1
    let (left, top) = (Int(floorX) & mask, Int(floorY) & mask)
    let (right, bottom) = ((left + 1) & mask, (top + 1) & mask)
    let upper = Self.blend(values[top << 9 | left], values[top << 9 | right], u)
    let lower = Self.blend(values[bottom << 9 | left], values[bottom << 9 | right], u)
    return Self.blend(upper, lower, v)
  }

  func value(_ point: Point) -> Float { value(point.x, point.y) }

  private static func blend(_ a: Float, _ b: Float, _ t: Float) -> Float { a + t * (b - a) }
  private static func smooth(_ t: Float) -> Float { t * t * (3 - 2 * t) }
}
