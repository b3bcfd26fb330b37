import Testing
import Vision

@Suite struct RegionTreeTests {
  /// A picture of two discs, one inside the other, and a rectangle on a plain ground, with noise.
  private func discs(width: Int = 200, height: Int = 150) -> (image: RGBImage, disc: BinaryMask) {
    var pixels: [UInt8] = []
    var disc = BinaryMask(width: width, height: height)
    var state: UInt64 = 7
    for y in 0..<height {
      for x in 0..<width {
        let outer = (x - 60) * (x - 60) + (y - 75) * (y - 75)
        var colour = SIMD3(70, 110, 60)
        if outer < 45 * 45 { colour = SIMD3(200, 60, 50) }
        if outer < 20 * 20 { colour = SIMD3(240, 200, 60) }
        if x > 130 && x < 180 && y > 40 && y < 120 { colour = SIMD3(50, 70, 190) }
        if outer < 45 * 45 { disc[x, y] = true }
        for channel in 0..<3 {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          pixels.append(UInt8(colour[channel] + Int(state >> 60) - 8))
        }
      }
    }
    return (RGBImage(width: width, height: height, pixels: pixels), disc)
  }

  @Test("a disc on a plain ground is found as one mask, and so is the disc inside it")
  func findsDiscs() throws {
    let (image, disc) = discs()
    let masks = RegionTreeGenerator(.proposals).masks(for: image).candidates
    let outer = try #require(masks.map { BinaryMask($0.mask).iou(disc) }.max())
    #expect(outer > 0.95)
    var inner = disc
    for y in 0..<150 {
      for x in 0..<200 where (x - 60) * (x - 60) + (y - 75) * (y - 75) >= 400 {
        inner[x, y] = false
      }
    }
    let nested = try #require(masks.map { BinaryMask($0.mask).iou(inner) }.max())
    #expect(nested > 0.85)
  }

  @Test("the same image gives the same masks")
  func deterministic() {
    let (image, _) = discs()
    let generator = RegionTreeGenerator()
    #expect(generator.masks(for: image) == generator.masks(for: image))
  }

  @Test("any two masks are nested or disjoint", arguments: [RegionTreeParameters(), .proposals])
  func laminar(parameters: RegionTreeParameters) {
    let masks = RegionTreeGenerator(parameters).masks(for: discs().image).candidates
      .map { BinaryMask($0.mask) }
    #expect(masks.count > 50)
    for (index, a) in masks.enumerated() {
      for b in masks[..<index] {
        let common = a.intersectionCount(b)
        #expect(common == 0 || common == min(a.count, b.count))
      }
    }
  }

  @Test("level counts the masks around a mask")
  func levels() {
    let candidates = RegionTreeGenerator(.proposals).masks(for: discs().image).candidates
    let masks = candidates.map { BinaryMask($0.mask) }
    for (index, mask) in masks.enumerated() {
      let around = masks.indices.count {
        $0 != index && masks[$0].intersectionCount(mask) == mask.count
      }
      #expect(candidates[index].level == around)
    }
  }

  @Test("the parts cover every pixel where no area is too small")
  func coverage() {
    let (image, _) = discs()
    var parameters = RegionTreeParameters()
    parameters.minimumAreaShare = 0
    parameters.minimumStability = 2
    let masks = RegionTreeGenerator(parameters).masks(for: image).candidates
    #expect(masks.count == parameters.parts)
    #expect(masks.reduce(0) { $0 + $1.area } == image.width * image.height)
  }

  @Test("no mask is smaller or larger than its limits, or closer to another than the NMS allows")
  func limits() {
    let (image, _) = discs()
    var parameters = RegionTreeParameters.proposals
    parameters.minimumAreaShare = 0.002
    parameters.maximumAreaShare = 0.3
    parameters.maskNMSThreshold = 0.5
    parameters.parts = 1
    let masks = RegionTreeGenerator(parameters).masks(for: image).candidates
    #expect(masks.allSatisfy { $0.area >= 60 && $0.area <= 9000 })
    parameters.parts = 40
    let nested = RegionTreeGenerator(parameters).masks(for: image).candidates
    #expect(!nested.isEmpty)
    for (index, a) in nested.enumerated() {
      for b in nested[..<index] {
        #expect(BinaryMask(a.mask).iou(BinaryMask(b.mask)) <= 0.5)
      }
    }
  }

  @Test(
    "stability lies in [0, 1], falls along the list and is at least the minimum above the parts")
  func stability() {
    let (image, _) = discs()
    var parameters = RegionTreeParameters()
    parameters.minimumStability = 0.6
    let set = RegionTreeGenerator(parameters).masks(for: image)
    let values = set.candidates.compactMap(\.stability)
    #expect(values.count == set.candidates.count)
    #expect(values.allSatisfy { (0...1).contains($0) })
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 >= $1 })
    let masks = set.candidates.map { BinaryMask($0.mask) }
    for (index, mask) in masks.enumerated() {
      let holdsAnother = masks.indices.contains {
        $0 != index && masks[$0].intersectionCount(mask) == masks[$0].count
      }
      if holdsAnother { #expect(values[index] >= 0.6) }
    }
  }

  @Test(
    "very small and very long images do not fail",
    arguments: [[1, 1], [2, 1], [1, 7], [3, 5000], [5000, 3], [33, 17]])
  func oddSizes(size: [Int]) {
    let (width, height) = (size[0], size[1])
    let pixels = (0..<width * height * 3).map { UInt8(truncatingIfNeeded: $0 / 97 * 31) }
    let set = RegionTreeGenerator(.proposals).masks(
      for: RGBImage(width: width, height: height, pixels: pixels))
    #expect(set.width == width && set.height == height)
    #expect(set.candidates.allSatisfy { $0.mask.width == width && $0.mask.height == height })
    #expect(set.candidates.isEmpty == (width * height == 1))
  }

  @Test("an image above the working size gets masks of its own size, made of blocks")
  func reducedSize() throws {
    let (image, disc) = discs()
    var parameters = RegionTreeParameters.proposals
    parameters.maximumWorkingPixels = 200 * 150 / 4
    let set = RegionTreeGenerator(parameters).masks(for: image)
    #expect(set.width == 200 && set.height == 150)
    let best = try #require(set.candidates.map { BinaryMask($0.mask).iou(disc) }.max())
    #expect(best > 0.93)
    for candidate in set.candidates {
      candidate.mask.forEachRun { run in
        #expect(run.lowerBound % 2 == 0 && run.upperBound % 2 == 0)
      }
    }
  }

  @Test("an image of one colour still yields masks that nest")
  func plainImage() {
    let image = RGBImage(
      width: 64, height: 48, pixels: [UInt8](repeating: 128, count: 64 * 48 * 3))
    let set = RegionTreeGenerator().masks(for: image)
    #expect(set.candidates.allSatisfy { $0.area > 0 && $0.stability != nil })
  }
}
