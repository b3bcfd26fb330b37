/// Pseudo labels made from ground truth with errors of a chosen extent, simulated and no method's
/// result: whoever shows them must call them simulated.
///
/// Both kinds of error are blobs, as a CAM's are. Missed pixels are those farthest from a random
/// point of the class's region, so that a compact rest stays (partial activation); wrongly added
/// ones lie nearest to the region, so that it spills over its contour (false activation). A smooth
/// random field bends the edges of both.
public struct SimulatedSeeds: Sendable, Hashable, Codable {
  /// For each class of an image, the missed pixels as a share of the class's true pixels, [0, 1].
  public var falseNegativeRate: Double
  /// For each class of an image, the wrongly added pixels as a share of the class's true pixels,
  /// at least 0. Only true background is taken, so that less is added where none is left.
  public var falsePositiveRate: Double
  public var seed: UInt64

  /// With rates `n` and `p`, FN/(TP+FP+FN) is `n/(1+p)`, FP/(TP+FP+FN) is `p/(1+p)`, and a class's
  /// IoU within an image is `(1−n)/(1+p)`.
  public init(falseNegativeRate: Double, falsePositiveRate: Double, seed: UInt64) {
    precondition(
      (0...1).contains(falseNegativeRate) && falsePositiveRate >= 0
        && falsePositiveRate <= 1_000,
      "SimulatedSeeds: rates \(falseNegativeRate) and \(falsePositiveRate)")
    self.falseNegativeRate = falseNegativeRate
    self.falsePositiveRate = falsePositiveRate
    self.seed = seed
  }

  /// The simulated labels of the image `id`, whose name takes part in the seed. They have no void:
  /// a void pixel of `truth` takes the class that spills over it, or background.
  public func labels(truth: LabelMap, id: String) -> LabelMap {
    var random = SceneRandom(seed: seed, stream: Self.hash(id))
    var result = LabelMap(width: truth.width, height: truth.height)
    for label in truth.presentLabels where label != 0 && label != LabelMap.void {
      let region = truth.labels.indices.filter { truth.labels[$0] == label }
      let core = region[random.index(region.count)]
      for pixel in kept(region, core: core, truth, noise(truth, &random)) {
        result.labels[pixel] = label
      }
      let wanted = Int((falsePositiveRate * Double(region.count)).rounded())
      if wanted > 0 {
        add(wanted, of: label, to: &result, truth, area: region.count, noise(truth, &random))
      }
    }
    return result
  }

  private func noise(_ truth: LabelMap, _ random: inout SceneRandom) -> SmoothNoise {
    SmoothNoise(
      seed: random.next(), scale: max(4, Float(max(truth.width, truth.height)) / 8), octaves: 2)
  }

  /// The pixels of `region` left when the farthest from `core` are missed.
  private func kept(
    _ region: [Int], core: Int, _ truth: LabelMap, _ noise: SmoothNoise
  ) -> ArraySlice<Int> {
    let count = region.count - Int((falseNegativeRate * Double(region.count)).rounded())
    guard count < region.count else { return region[...] }
    let (coreX, coreY) = (core % truth.width, core / truth.width)
    let extent = Float(region.count).squareRoot()
    return Self.lowest(count, of: region) { pixel in
      let (x, y) = (pixel % truth.width, pixel / truth.width)
      let (dx, dy) = (Float(x - coreX), Float(y - coreY))
      return (dx * dx + dy * dy).squareRoot() / extent + 0.7 * noise.value(x, y)
    }
  }

  /// Labels `wanted` pixels of true background nearest to the class's region, and void pixels as
  /// near as those.
  private func add(
    _ wanted: Int, of label: UInt8, to result: inout LabelMap, _ truth: LabelMap, area: Int,
    _ noise: SmoothNoise
  ) {
    let distance = DistanceMap(to: label, in: truth)
    let extent = Float(area).squareRoot()
    let free = truth.labels.indices.filter {
      (truth.labels[$0] == 0 || truth.labels[$0] == LabelMap.void) && result.labels[$0] == 0
    }
    // Scores first: void pixels are taken along but do not count.
    let scored = Self.ascending(free) { pixel in
      distance[pixel] / extent + 0.6 * noise.value(pixel % truth.width, pixel / truth.width)
    }
    var left = wanted
    for pixel in scored where left > 0 {
      result.labels[pixel] = label
      if truth.labels[pixel] == 0 { left -= 1 }
    }
  }

  private static func lowest(
    _ count: Int, of pixels: [Int], by score: (Int) -> Float
  ) -> ArraySlice<Int> {
    ascending(pixels, by: score).prefix(count)
  }

  /// `pixels` by ascending non-negative score, equal ones in their own order: a counting sort of
  /// the scores' upper 16 bits, which is as fine as the errors need.
  private static func ascending(_ pixels: [Int], by score: (Int) -> Float) -> [Int] {
    let keys = pixels.map { Int(max(0, score($0)).bitPattern >> 15) }
    var starts = [Int](repeating: 0, count: 1 << 16)
    for key in keys { starts[key] += 1 }
    var sum = 0
    for key in starts.indices { (starts[key], sum) = (sum, sum + starts[key]) }
    var sorted = [Int](repeating: 0, count: pixels.count)
    for (pixel, key) in zip(pixels, keys) {
      sorted[starts[key]] = pixel
      starts[key] += 1
    }
    return sorted
  }

  /// FNV-1a of the name's UTF-8.
  private static func hash(_ id: String) -> UInt64 {
    id.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

/// Distances in pixels to the nearest pixel of one label.
///
/// Source: the 3-4 chamfer distance of Borgefors, Distance Transformations in Digital Images, 1986,
/// within 8 % of the Euclidean one.
private struct DistanceMap {
  private var thirds: [Int32]

  init(to label: UInt8, in map: LabelMap) {
    let (width, height) = (map.width, map.height)
    let far = Int32.max / 2
    thirds = map.labels.map { $0 == label ? 0 : far }
    for y in 0..<height {
      for x in 0..<width {
        if x > 0 { relax(y * width + x, -1, 3) }
        if y > 0 { relax(y * width + x, -width, 3) }
        if x > 0 && y > 0 { relax(y * width + x, -width - 1, 4) }
        if x + 1 < width && y > 0 { relax(y * width + x, -width + 1, 4) }
      }
    }
    for y in (0..<height).reversed() {
      for x in (0..<width).reversed() {
        if x + 1 < width { relax(y * width + x, 1, 3) }
        if y + 1 < height { relax(y * width + x, width, 3) }
        if x + 1 < width && y + 1 < height { relax(y * width + x, width + 1, 4) }
        if x > 0 && y + 1 < height { relax(y * width + x, width - 1, 4) }
      }
    }
  }

  subscript(pixel: Int) -> Float { Float(thirds[pixel]) / 3 }

  private mutating func relax(_ pixel: Int, _ offset: Int, _ step: Int32) {
    thirds[pixel] = min(thirds[pixel], thirds[pixel + offset] + step)
  }
}
