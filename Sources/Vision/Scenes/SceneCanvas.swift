/// What a painted pixel belongs to; nil marks of an object leave the labels below them alone.
struct SceneLabel: Sendable {
  let classIndex: UInt8
  let instance: UInt8
  let part: UInt8
}

/// A scene while it is painted: colours in [0, 1] and three label maps.
struct SceneCanvas: Sendable {
  let width: Int
  let height: Int
  private(set) var colours: [SIMD3<Float>]
  private(set) var classes: LabelMap
  private(set) var instances: LabelMap
  private(set) var parts: LabelMap

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    colours = [SIMD3<Float>](repeating: .zero, count: width * height)
    classes = LabelMap(width: width, height: height)
    (instances, parts) = (classes, classes)
  }

  /// Sets each background pixel of `rows` to what `shade` returns for it.
  mutating func fill(rows: Range<Int>, _ shade: (_ x: Int, _ y: Int) -> SIMD3<Float>) {
    for y in rows.clamped(to: 0..<height) {
      for x in 0..<width { colours[y * width + x] = shade(x, y) }
    }
  }

  /// Replaces each colour of `rows` by what `change` makes of it; labels stay.
  mutating func tint(
    rows: Range<Int>, _ change: (_ x: Int, _ y: Int, SIMD3<Float>) -> SIMD3<Float>
  ) {
    for y in rows.clamped(to: 0..<height) {
      for x in 0..<width { colours[y * width + x] = change(x, y, colours[y * width + x]) }
    }
  }

  /// Paints the inside of `outline`, its edge blended by coverage. A pixel covered by half or more
  /// takes `label`; without one the labels stay.
  mutating func paint(
    _ outline: Outline, _ material: SceneMaterial, seed: UInt64, label: SceneLabel? = nil
  ) {
    let coverage = Coverage(outline, width: width, height: height)
    let surface = SceneSurface(material, outline, seed: seed)
    for y in coverage.rows {
      for x in coverage.columns {
        let share = coverage[x, y]
        guard share > 0 else { continue }
        let at = y * width + x
        colours[at] = colours[at].mixed(surface.colour(x, y), share)
        if let label, share >= 0.5 {
          classes.labels[at] = label.classIndex
          instances.labels[at] = label.instance
          parts.labels[at] = label.part
        }
      }
    }
  }

  /// Darkens an ellipse, most in the middle; labels stay.
  mutating func shadow(_ centre: SIMD2<Double>, _ radii: SIMD2<Double>, strength: Float) {
    glow(centre, radii, SIMD3(0.05, 0.04, 0.06), strength: strength)
  }

  /// Blends an ellipse towards `colour`, most in the middle and not at all at its edge; labels stay.
  mutating func glow(
    _ centre: SIMD2<Double>, _ radii: SIMD2<Double>, _ colour: SIMD3<Float>, strength: Float
  ) {
    let rows = Int(centre.y - radii.y)..<Int(centre.y + radii.y) + 1
    let columns = Int(centre.x - radii.x)..<Int(centre.x + radii.x) + 1
    for y in rows.clamped(to: 0..<height) {
      for x in columns.clamped(to: 0..<width) {
        let offset = (SIMD2(Double(x), Double(y)) - centre) / radii
        let rest = Float(max(0, 1 - (offset * offset).sum()))
        let at = y * width + x
        colours[at] = colours[at].mixed(colour, strength * rest * rest)
      }
    }
  }

  /// The picture as a camera would give it: corners a little darker, each sample with noise of
  /// about `noise` standard deviation.
  func photograph(noise: Float, random: SceneRandom) -> RGBImage {
    var random = random
    var pixels: [UInt8] = []
    pixels.reserveCapacity(colours.count * 3)
    let middle = SIMD2(Float(width), Float(height)) / 2
    for y in 0..<height {
      for x in 0..<width {
        let offset = (SIMD2(Float(x), Float(y)) - middle) / middle
        let colour = colours[y * width + x] * (1 - 0.06 * (offset * offset).sum())
        let bits = random.next()
        for channel in 0..<3 {
          // The sum of two uniform bytes has a triangular distribution of deviation 104.5.
          let first = Float(bits >> UInt64(16 * channel) & 255)
          let second = Float(bits >> UInt64(16 * channel + 8) & 255)
          let sample = colour[channel] + (first + second - 255) / 104.5 * noise
          pixels.append(UInt8(min(max(sample * 255 + 0.5, 0), 255)))
        }
      }
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }
}

/// A material on one outline: lit from the upper left as if the outline's box held a ball.
private struct SceneSurface {
  private let material: SceneMaterial
  private let centre: SIMD2<Float>
  private let radii: SIMD2<Float>
  private let noise: SmoothNoise

  init(_ material: SceneMaterial, _ outline: Outline, seed: UInt64) {
    self.material = material
    let (low, high) = outline.bounds
    centre = SIMD2<Float>((low + high) / 2)
    radii = pointwiseMax(SIMD2<Float>((high - low) / 2), SIMD2(1, 1))
    switch material.pattern {
    case .plain: noise = SmoothNoise(seed: seed, scale: 1)
    case .mottled(let scale, _, let stretch):
      noise = SmoothNoise(seed: seed, scale: scale, stretch: stretch)
    case .patched(let scale, _, _): noise = SmoothNoise(seed: seed, scale: scale)
    }
  }

  func colour(_ x: Int, _ y: Int) -> SIMD3<Float> {
    var colour = material.colour
    switch material.pattern {
    case .plain: break
    case .mottled(_, let amount, _): colour *= 1 + amount * (2 * noise.value(x, y) - 1)
    case .patched(_, let share, let second):
      // Two octaves of noise gather around ½; over 0.04 the edge of a patch is soft.
      let threshold = 0.5 + (0.5 - share) * 0.5
      colour = colour.mixed(second, min(max((noise.value(x, y) - threshold) / 0.04, 0), 1))
    }
    let place = (SIMD2(Float(x), Float(y)) + 0.5 - centre) / radii
    let up = max(0, 1 - (place * place).sum()).squareRoot()
    let light = max(0, -0.42 * place.x - 0.6 * place.y + 0.68 * up)
    return colour * (1 + material.roundness * (0.55 + 0.62 * light - 1))
  }
}
