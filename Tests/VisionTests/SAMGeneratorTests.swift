import TestSupport
import Testing
import Vision

@Suite("SAM: the automatic mask generator")
struct SAMGeneratorTests {
  /// One picture of Tests/Fixtures/sam/generator.json.
  struct Golden: Decodable, Sendable, CustomTestStringConvertible {
    struct Mask: Decodable, Sendable {
      var crc32: String
      var area: Int
      /// Left, top, and the distances from there to the last column and row.
      var box: [Int]
      var predicted: Float
      var stability: Float
      var point: [Double]
      var crop: [Int]
    }

    var name: String
    var size: [Int]
    var settings: [String: Double]
    var masks: [Mask]
    var testDescription: String { name }

    var parsed: MaskGeneratorSettings {
      var all = MaskGeneratorSettings.reference
      for (name, value) in settings {
        switch name {
        case "points_per_side": all.sampling.pointsPerSide = Int(value)
        case "crop_n_layers": all.sampling.cropLayers = Int(value)
        case "crop_n_points_downscale_factor": all.sampling.pointsDownscale = Int(value)
        case "crop_overlap_ratio": all.sampling.cropOverlap = value
        case "stability_score_offset": all.sampling.stabilityOffset = Float(value)
        case "pred_iou_thresh": all.selection.predictedIoU = Float(value)
        case "stability_score_thresh": all.selection.stability = Float(value)
        case "box_nms_thresh": all.selection.boxNMS = value
        case "crop_nms_thresh": all.selection.cropNMS = value
        case "min_mask_region_area": all.selection.minimumRegionArea = Int(value)
        default: Issue.record("unknown setting \(name)")
        }
      }
      return all
    }
  }

  static func golden() throws -> [Golden] {
    try SAMFixtures.fixture("generator", as: [Golden].self)
  }

  static func blank(_ golden: Golden) -> RGBImage {
    let (width, height) = (golden.size[0], golden.size[1])
    return RGBImage(
      width: width, height: height, pixels: [UInt8](repeating: 0, count: width * height * 3))
  }

  @Test(
    "masks, their order and all that is known of them are the reference's", arguments: try golden())
  func reference(_ golden: Golden) throws {
    let set = try AutomaticMaskGenerator(ArithmeticNetwork())
      .masks(for: Self.blank(golden), golden.parsed)
    try #require(set.candidates.count == golden.masks.count)
    for (index, (mask, expected)) in zip(set.candidates, golden.masks).enumerated() {
      #expect(mask.area == expected.area, "mask \(index)")
      #expect(mask.mask.count == expected.area)
      #expect(
        DatasetFixtures.crc32(BinaryMask(mask.mask).values()) == expected.crc32, "mask \(index)")
      let box = MaskBox(mask.mask).edges
      #expect([box[0], box[1], box[2] - box[0], box[3] - box[1]].map { Int($0) } == expected.box)
      #expect(mask.predictedIoU == expected.predicted)
      #expect(mask.stability == expected.stability)
      #expect(mask.point == SIMD2(Float(expected.point[0]), Float(expected.point[1])))
      let crop = expected.crop
      let cropBox = PixelBox(
        minX: crop[0], minY: crop[1], maxX: crop[0] + crop[2], maxY: crop[1] + crop[3])
      let isWhole = crop == [0, 0] + golden.size
      #expect(mask.cropBox == (isWhole ? nil : cropBox))
      #expect((0...2).contains(mask.level ?? -1))
    }
  }

  @Test(
    "answers in any order, from any thread, give the same masks", arguments: try golden().prefix(3))
  func threads(_ golden: Golden) throws {
    let image = Self.blank(golden)
    let (sampling, floor) = (golden.parsed.sampling, MaskCandidates.Floor())
    let inOrder = try AutomaticMaskGenerator(ArithmeticNetwork())
      .candidates(for: image, sampling, floor: floor)
    for order in [ArithmeticNetwork.Order.reversed, .concurrent] {
      let other = try AutomaticMaskGenerator(ArithmeticNetwork(order: order))
        .candidates(for: image, sampling, floor: floor)
      #expect(other == inOrder)
    }
    #expect(inOrder.masks.candidates.count > golden.masks.count)
  }

  @Test("candidates kept at a low floor serve every stricter selection", arguments: try golden())
  func sweep(_ golden: Golden) throws {
    let (image, settings) = (Self.blank(golden), golden.parsed)
    let generator = AutomaticMaskGenerator(ArithmeticNetwork())
    let candidates = try generator.candidates(
      for: image, settings.sampling, floor: MaskCandidates.Floor())
    let restored = try MaskCandidates(packed: candidates.packed())
    #expect(restored == candidates)
    for threshold in [0.3, 0.5, 0.9] {
      var settings = settings
      settings.selection.boxNMS = threshold
      #expect(
        try restored.filtered(by: settings.selection) == generator.masks(for: image, settings))
    }
  }

  @Test("a floor serves selections as strict as it, and no others")
  func floors() {
    var selection = MaskSelection()
    #expect(MaskCandidates.Floor().serves(selection))
    #expect(MaskCandidates.Floor(for: selection).serves(selection))
    selection.stability = 0.9
    #expect(!MaskCandidates.Floor(for: MaskSelection()).serves(selection))
    selection = MaskSelection()
    selection.predictedIoU = 0
    #expect(!MaskCandidates.Floor(predictedIoU: 0, stability: 0).serves(selection))
    #expect(MaskCandidates.Floor(for: selection).predictedIoU == nil)
  }

  @Test("only masks above the threshold are asked for, and their logits only")
  func asked() throws {
    let network = ArithmeticNetwork()
    let image = RGBImage(width: 64, height: 48, pixels: [UInt8](repeating: 0, count: 64 * 48 * 3))
    var sampling = MaskSampling()
    sampling.pointsPerSide = 4
    let candidates = try AutomaticMaskGenerator(network).candidates(
      for: image, sampling, floor: MaskCandidates.Floor(predictedIoU: 0.5, stability: 0))
    #expect(!candidates.masks.candidates.isEmpty)
    #expect(candidates.masks.candidates.allSatisfy { $0.predictedIoU ?? 0 > 0.5 })
  }

  @Test("what a network throws comes through; pictures of a pixel have masks or none")
  func edges() throws {
    struct Broken: Error {}
    let pixel = RGBImage(width: 1, height: 1, pixels: [1, 2, 3])
    #expect(throws: Broken.self) {
      try AutomaticMaskGenerator(ArithmeticNetwork(failure: Broken()))
        .masks(for: pixel, .reference)
    }
    for (width, height) in [(1, 1), (3, 2), (1, 500)] {
      let image = RGBImage(
        width: width, height: height, pixels: [UInt8](repeating: 9, count: width * height * 3))
      var settings = MaskGeneratorSettings.sa1b
      settings.sampling.pointsPerSide = 4
      settings.selection.maximumAreaShare = nil
      let set = try AutomaticMaskGenerator(ArithmeticNetwork()).masks(for: image, settings)
      #expect((set.width, set.height) == (width, height))
      #expect(set.candidates.allSatisfy { $0.area > 0 })
    }
  }

  @Test("candidates that were damaged on the way are refused", arguments: 0..<40)
  func damage(seed: UInt64) throws {
    var random = CaseGenerator(seed: seed)
    var mask = BinaryMask(width: 20, height: 10)
    mask.insert(5..<90)
    let set = MaskSet(
      width: 20, height: 10,
      candidates: [MaskCandidate(mask: RunLengthMask(mask), predictedIoU: 0.5, stability: 0.75)])
    let packed = MaskCandidates(
      masks: set, cropEnds: [0, 1, 1], floor: MaskCandidates.Floor(predictedIoU: 0.25, stability: 0)
    ).packed()
    #expect(try MaskCandidates(packed: packed).cropEnds == [0, 1, 1])
    let length = Int.random(in: 0..<packed.count, using: &random)
    #expect(throws: MaskError.self) { try MaskCandidates(packed: Array(packed.prefix(length))) }
    var changed = packed
    changed[Int.random(in: 0..<packed.count, using: &random)] ^= UInt8(1 << Int(seed % 8))
    // Either an error or candidates, never a crash.
    do { _ = try MaskCandidates(packed: changed) } catch let error { #expect(!"\(error)".isEmpty) }
  }
}
