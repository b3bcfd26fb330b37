/// The errors of one region: what is missed of it, and what is wrongly added around it.
///
/// The distance from a distinctive point of the region, roughened by a smooth random field, orders
/// both: as with a class activation map, the far side is missed, and the near side spills over.
struct RegionErrors {
  /// What a pixel has room for.
  enum Room: UInt8 {
    /// An object's, or added to one already.
    case none
    case free
    /// May be added, and is not counted.
    case void
  }

  private let region: LabelRegions.Region
  private let index: Int32
  private let width: Int
  private let height: Int
  /// The side of a square of the region's area, by which every length is measured.
  private let side: Float
  private let anchor: SIMD2<Float>
  private let generator: SplitMix64

  init(_ index: Int, of regions: LabelRegions, width: Int, height: Int, generator: SplitMix64) {
    (self.index, region) = (Int32(index), regions.regions[index])
    (self.width, self.height) = (width, height)
    side = Float(region.area).squareRoot()
    var generator = generator
    let direction = generator.direction()
    self.generator = generator
    anchor = Self.anchor(region, Int32(index), regions.indices, width: width, towards: direction)
  }

  /// The `count` pixels of the region that are missed; `indices` has the region of every pixel.
  func missed(_ count: Int, of indices: [Int32]) -> [Int] {
    guard count > 0 else { return [] }
    var candidates = RankedPixels(capacity: region.area)
    forEachPixel(in: region.box) { pixel, value in
      if indices[pixel] == index { candidates.append(pixel, -value) }
    }
    return candidates.lowest(count)
  }

  /// Pixels around what is kept of the region, of which `count` are free and no void; fewer where
  /// there is no room. Void pixels that lie as near are taken as well.
  ///
  /// - Parameter kept: the region of every pixel, -1 where it is missed.
  func added(_ count: Int, to kept: [Int32], room: [Room]) -> [Int] {
    guard count > 0 else { return [] }
    var margin = 4 + Int(side)
    while true {
      let box = region.box.grown(by: margin, width: width, height: height)
      let candidates = candidates(in: box, around: kept, room: room)
      if candidates.free >= 2 * count || box.area == width * height {
        return candidates.pixels.lowest(count) { room[$0] == .free }
      }
      margin *= 2
    }
  }

  private func candidates(
    in box: PixelBox, around kept: [Int32], room: [Room]
  ) -> (pixels: RankedPixels, free: Int) {
    let distances = BorderDistances(of: index, in: kept, box: box, width: width)
    var pixels = RankedPixels(capacity: box.area)
    var (i, free) = (0, 0)
    let side = side
    forEachPixel(in: box) { pixel, value in
      if room[pixel] != .none {
        pixels.append(pixel, distances.pixels(i) / side + Self.pull * value)
        if room[pixel] == .free { free += 1 }
      }
      i += 1
    }
    return (pixels, free)
  }

  /// How much the field counts beside the distance from the border, where pixels are added.
  private static let pull: Float = 0.25
  /// How much noise counts beside the distance from the distinctive point.
  private static let roughness: Float = 0.4

  private func forEachPixel(in box: PixelBox, _ body: (Int, Float) -> Void) {
    var generator = generator
    let noise = SmoothField(
      width: box.width, height: box.height, spacing: max(2, 0.4 * side), using: &generator)
    for y in box.minY..<box.maxY {
      let row = noise.row(y - box.minY)
      let dy = Float(y) - anchor.y
      for x in box.minX..<box.maxX {
        let dx = Float(x) - anchor.x
        let distance = (dx * dx + dy * dy).squareRoot() / side
        body(y * width + x, distance + Self.roughness * row[x - box.minX])
      }
    }
  }

  /// A point more than half way from the region's centre to its end in the given direction.
  private static func anchor(
    _ region: LabelRegions.Region, _ index: Int32, _ indices: [Int32], width: Int,
    towards direction: SIMD2<Float>
  ) -> SIMD2<Float> {
    var (sum, tip, reach) = (SIMD2<Int>(), SIMD2<Float>(), -Float.infinity)
    for y in region.box.minY..<region.box.maxY {
      for x in region.box.minX..<region.box.maxX where indices[y * width + x] == index {
        sum &+= SIMD2(x, y)
        let point = SIMD2(Float(x), Float(y))
        let projection = (point * direction).sum()
        if projection > reach { (tip, reach) = (point, projection) }
      }
    }
    let centre = SIMD2(Float(sum.x), Float(sum.y)) / Float(region.area)
    return centre + 0.6 * (tip - centre)
  }
}

extension PixelBox {
  fileprivate func grown(by margin: Int, width: Int, height: Int) -> PixelBox {
    PixelBox(
      minX: max(0, minX - margin), minY: max(0, minY - margin),
      maxX: min(width, maxX + margin), maxY: min(height, maxY + margin))
  }
}
