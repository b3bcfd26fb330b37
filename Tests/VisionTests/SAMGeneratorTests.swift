import Dispatch
import Synchronization
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

  static let golden: [Golden] = {
    do {
      return try SAMFixtures.fixture("generator", as: [Golden].self)
    } catch {
      Issue.record(error)
      return []
    }
  }()

  static func blank(_ golden: Golden) -> RGBImage {
    let (width, height) = (golden.size[0], golden.size[1])
    return RGBImage(
      width: width, height: height, pixels: [UInt8](repeating: 0, count: width * height * 3))
  }

  @Test("masks, their order and all that is known of them are the reference's", arguments: golden)
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

  @Test("answers in any order, from any thread, give the same masks", arguments: golden.prefix(3))
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

  @Test("candidates kept at a low floor serve every stricter selection", arguments: golden)
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

@Suite("SAM: settings of the mask generator")
struct SAMGeneratorSettingsTests {
  @Test("presets are valid and have the published values")
  func presets() throws {
    #expect(
      MaskGeneratorSettings.presets.map(\.name) == ["reference", "sa-1b", "fma", "proposals"])
    for preset in MaskGeneratorSettings.presets { try preset.settings.validate() }
    let reference = MaskGeneratorSettings.reference
    #expect(reference.sampling.pointsPerSide == 32 && reference.sampling.cropLayers == 0)
    #expect(reference.selection.predictedIoU == 0.88 && reference.selection.stability == 0.95)
    let sa1b = MaskGeneratorSettings.sa1b
    #expect((0...2).map { sa1b.sampling.pointsPerSide(inLayer: $0) } == [32, 16, 8])
    let crops = ImageCrop.crops(width: 500, height: 375, sampling: sa1b.sampling)
    #expect((0...2).map { layer in crops.count { $0.layer == layer } } == [1, 4, 16])
    #expect(MaskGeneratorSettings.proposals.selection.boxNMS == 0.9)
  }

  @Test("a value out of its bounds is named with what is allowed")
  func bounds() {
    var settings = MaskGeneratorSettings.reference
    settings.sampling.pointsPerSide = 0
    #expect(
      throws: MaskGeneratorSettingsError.outOfBounds(
        setting: "points-per-side", value: 0, allowed: 1...256)
    ) { try settings.validate() }
    settings = .reference
    settings.selection.boxNMS = .nan
    #expect(throws: MaskGeneratorSettingsError.self) { try settings.validate() }
    settings = .reference
    settings.selection.maximumAreaShare = -0.5
    let error = #expect(throws: MaskGeneratorSettingsError.self) { try settings.validate() }
    #expect(error?.description == "max-area-share is -0.5; choose a value from 0 to 1")
    settings = .reference
    settings.sampling.pointsPerSide = 3
    settings.sampling.cropLayers = 2
    settings.sampling.pointsDownscale = 2
    #expect(
      throws: MaskGeneratorSettingsError.noPointsInLayer(2, pointsPerSide: 3, pointsDownscale: 2)
    ) { try settings.validate() }
    let pixel = RGBImage(width: 1, height: 1, pixels: [1, 2, 3])
    #expect(throws: MaskGeneratorSettingsError.self) {
      try AutomaticMaskGenerator(ArithmeticNetwork()).masks(for: pixel, settings)
    }
  }

  @Test("settings that no result depends on are not among the named ones")
  func named() {
    var settings = MaskGeneratorSettings.reference
    settings.sampling.pointsPerBatch = 1
    let (a, b) = (settings.named, MaskGeneratorSettings.reference.named)
    #expect(a.map(\.name) == b.map(\.name) && a.map(\.value) == b.map(\.value))
    #expect(Set(a.map(\.name)).count == 11)
  }
}

/// The network of Tests/Fixtures/sam/generator.py: speckled discs, by arithmetic that is exact.
struct ArithmeticNetwork: MaskPredicting {
  enum Order { case given, reversed, concurrent }
  var order = Order.given
  var failure: (any Error)?

  let format = FrameFormat.sam

  func embedding(of picture: FramedImage) throws -> Int {
    if let failure { throw failure }
    return picture.frame.side
  }

  func predictMasks(
    at points: [SIMD2<Double>], in embedding: Int, frame: ImageFrame, above predictedIoU: Float?,
    receive: @Sendable (PredictedMask, Span<Float>) -> Void
  ) throws {
    @Sendable func answer(_ prompt: Int) {
      let (column, row) = (Int(points[prompt].x) / 4, Int(points[prompt].y) / 4)
      for level in 0..<3 {
        let iou = Float((column * 31 + row * 17 + level * 7) % 64) / 64
        if let predictedIoU, iou <= predictedIoU { continue }
        let logits = Self.logits(column: column, row: row, level: level)
        receive(
          PredictedMask(prompt: prompt, level: level, predictedIoU: iou, rowStride: 256),
          logits.span)
      }
    }
    switch order {
    case .given: for prompt in points.indices { answer(prompt) }
    case .reversed: for prompt in points.indices.reversed() { answer(prompt) }
    case .concurrent:
      DispatchQueue.concurrentPerform(iterations: points.count) { answer(points.count - 1 - $0) }
    }
  }

  private static func logits(column: Int, row: Int, level: Int) -> [Float] {
    let radius = 5 + (column * 7 + row * 13 + level * 29) % 60
    var logits: [Float] = []
    logits.reserveCapacity(256 * 256)
    for y in 0..<256 {
      for x in 0..<256 {
        let distance = (x - column) * (x - column) + (y - row) * (y - row)
        let isSpeckle = (x * 5 + y * 3 + level) % 37 == 0 || (x * y + column) % 53 == 0
        let value = radius * radius - distance - (isSpeckle ? 900 : 0)
        logits.append(Float(value) / 32 + 0.01318)
      }
    }
    return logits
  }
}
