import Testing
import Vision

/// Against MobileSAM's TinyViT (Tests/Fixtures/tinyvit_tiny.py), stage by stage: each is given what
/// the reference's last one made.
@Suite struct EncoderTinyViTTests {
  private static var configuration: SAMConfiguration {
    var sizes = TinyViTConfiguration()
    sizes.widths = [8, 16, 24, 32]
    sizes.depths = [1, 2, 1, 1]
    sizes.heads = [1, 2, 3, 4]
    sizes.windows = [5, 5, 4, 3]
    var model = SAMConfiguration(name: "tinyvit-tiny", encoder: .tinyViT(sizes))
    model.frameSide = 96
    model.decoder.channels = 32
    return model
  }

  private static func encoder(_ golden: SAMGolden, _ precision: Precision = .f32) throws
    -> TinyViT
  {
    let encoder = try configuration.imageEncoder(
      weights: golden.weights.scope("image_encoder"), precision: precision)
    return try #require(encoder as? TinyViT)
  }

  /// The golden picture, normalised; it fills the frame.
  private static func frame(_ golden: SAMGolden) throws -> Tensor {
    let mean: [Float] = [123.675, 116.28, 103.53]
    let deviation: [Float] = [58.395, 57.12, 57.375]
    let image = try golden["image"].values
    let values = (0..<image.count).map { index in
      let (channel, pixel) = index.quotientAndRemainder(dividingBy: 96 * 96)
      return (image[pixel * 3 + channel] - mean[channel]) / deviation[channel]
    }
    return Tensor(values, shape: [3, 96, 96])
  }

  /// Where each stage's parts stand in the file, in order: name, side, channels.
  private static let parts: [(name: String, side: Int, channels: Int)] = [
    ("patch_embed", 24, 8), ("layers.0.blocks.0", 24, 8), ("layers.0.downsample", 12, 16),
    ("layers.1.blocks.0", 12, 16), ("layers.1.blocks.1", 12, 16), ("layers.1.downsample", 6, 24),
    ("layers.2.blocks.0", 6, 24), ("layers.2.downsample", 6, 32), ("layers.3.blocks.0", 6, 32),
  ]

  private static func map(_ index: Int, _ golden: SAMGolden) throws -> FeatureMap {
    let part = parts[index]
    // The first two are maps with the channels first, the others tokens.
    let values =
      index < 2 ? try golden.channelsLast(part.name) : try golden[part.name].values
    return FeatureMap(side: part.side, channels: part.channels, values: values)
  }

  @Test("every weight but the classifier's is asked for")
  func weights() throws {
    let reader = try SAMGolden("tinyvit-tiny").weights
    _ = try Self.configuration.imageEncoder(
      weights: reader.scope("image_encoder"), precision: .f32)
    try reader.finish(ignoring: ["image_encoder.norm_head", "image_encoder.head"])
  }

  @Test("the stem's convolutions see zeros beyond the frame")
  func stem() throws {
    let golden = try SAMGolden("tinyvit-tiny")
    let map = try Self.encoder(golden).stem.map(of: try Self.frame(golden), workers: Workers(2))
    expectClose(map.values, try Self.map(0, golden).values, "patch_embed")
  }

  @Test(
    "blocks and downsamplings give the reference's maps, in bf16 nearly",
    arguments: 1..<parts.count, Precision.allCases)
  func part(index: Int, precision: Precision) throws {
    let golden = try SAMGolden("tinyvit-tiny")
    let encoder = try Self.encoder(golden, precision)
    var map = try Self.map(index - 1, golden)
    let name = Self.parts[index].name
    let path = name.split(separator: ".")
    let number = try #require(Int(path[1]))
    let stage = encoder.stages[number]
    if name.hasSuffix("downsample") {
      let merging = try #require(stage.merging)
      map = merging(map, workers: Workers(2))
    } else {
      let block = try #require(Int(path[3]))
      stage.blocks[block].update(&map, workers: Workers(2))
    }
    #expect(map.side == Self.parts[index].side)
    expectClose(
      map.values, try Self.map(index, golden).values, within: precision == .f32 ? 1e-4 : 0.05,
      "\(name)")
  }

  @Test("attention in windows normalises padded tokens to the norm's bias")
  func windowAttention() throws {
    let golden = try SAMGolden("tinyvit-tiny")
    guard case .attention(let block) = try Self.encoder(golden).stages[1].blocks[0] else {
      Issue.record("the second stage begins with a convolution")
      return
    }
    let attended = block.attention.attend(try Self.map(2, golden).values, workers: .one)
    let windows = try golden["layers.1.blocks.0.attn"].values
    var expected: [Float] = []
    for row in 0..<12 {
      for column in 0..<12 {
        let window = row / 5 * 3 + column / 5
        let start = (window * 25 + row % 5 * 5 + column % 5) * 16
        expected += windows[start..<start + 16]
      }
    }
    expectClose(attended.rows(0..<144), expected, "attention")
  }

  @Test("the neck gives the reference's embedding")
  func neck() throws {
    let golden = try SAMGolden("tinyvit-tiny")
    let tokens = try Self.map(8, golden).values
    let embedding = try Self.encoder(golden).neck.embedding(of: tokens, grid: 6, workers: .one)
    expectClose(embedding.values, try golden.channelsLast("neck.3"), "embedding")
  }

  @Test("the whole encoder stays within the tolerance, and bf16 is really used")
  func together() throws {
    let golden = try SAMGolden("tinyvit-tiny")
    let frame = try Self.frame(golden)
    let expected = try golden.channelsLast("neck.3")
    let exact = try Self.encoder(golden).embedding(of: frame, workers: Workers(2))
    expectClose(exact.values, expected, "embedding")
    let rounded = try Self.encoder(golden, .bf16).embedding(of: frame, workers: Workers(2))
    #expect(rounded != exact)
  }

  @Test("the embedding does not depend on the number of workers", arguments: Precision.allCases)
  func workers(precision: Precision) throws {
    let golden = try SAMGolden("tinyvit-tiny")
    let encoder = try Self.encoder(golden, precision)
    let frame = try Self.frame(golden)
    let one = encoder.embedding(of: frame, workers: .one)
    for count in [2, 5] {
      #expect(encoder.embedding(of: frame, workers: Workers(count)) == one)
    }
  }
}
