import Testing
import Vision

/// Against segment-anything 1.0 (Tests/Fixtures/sam_tiny.py), stage by stage: each is given what the
/// reference's last one made.
@Suite struct EncoderViTTests {
  private static func encoder(_ golden: SAMGolden, _ precision: Precision = .f32) throws
    -> VisionTransformer
  {
    let encoder = try TinySAM.configuration.imageEncoder(
      weights: golden.weights.scope("image_encoder"), precision: precision)
    return try #require(encoder as? VisionTransformer)
  }

  /// The reference's tokens before block `index`.
  private static func tokens(before index: Int, _ golden: SAMGolden) throws -> [Float] {
    guard index == 0 else { return try golden["encoder.blocks.\(index - 1)"].values }
    let positions = try encoder(golden).positions
    return zip(try golden["encoder.patch_embed"].values, positions).map { $0 + $1 }
  }

  @Test("every weight of the image encoder is asked for")
  func weights() throws {
    let golden = try SAMGolden("sam-tiny")
    let reader = golden.weights
    _ = try TinySAM.configuration.imageEncoder(
      weights: reader.scope("image_encoder"), precision: .f32)
    try reader.finish(ignoring: ["prompt_encoder", "mask_decoder", "pixel_mean", "pixel_std"])
  }

  @Test("a patch's token is the sum over its pixels that a convolution takes")
  func patchEmbedding() throws {
    let golden = try SAMGolden("sam-tiny")
    let weights = golden.weights.scope("image_encoder.patch_embed.proj")
    let kernel = try weights.tensor("weight", shape: [16, 3, 16, 16]).values
    let bias = try weights.tensor("bias", shape: [16]).values
    var random = SplitMix64(seed: 1)
    let frame = Tensor(
      (0..<3 * 160 * 160).map { _ in random.number(-2...2) }, shape: [3, 160, 160])
    var expected: [Float] = []
    for token in 0..<100 {
      for output in 0..<16 {
        var sum = Double(bias[output])
        for input in 0..<768 {
          let (channel, y, x) = (input / 256, token / 10 * 16 + input / 16 % 16, input % 16)
          let pixel = frame.values[(channel * 160 + y) * 160 + token % 10 * 16 + x]
          sum += Double(pixel) * Double(kernel[output * 768 + input])
        }
        expected.append(Float(sum))
      }
    }
    let tokens = try Self.encoder(golden).patchEmbedding.tokens(of: frame, workers: .one)
    expectClose(tokens, expected, within: 1e-5, "patch embedding")
  }

  @Test("attention in windows gives padded tokens the bias of qkv")
  func windowAttention() throws {
    let golden = try SAMGolden("sam-tiny")
    let block = try Self.encoder(golden).blocks[0]
    let attended = block.attention.attend(
      try Self.tokens(before: 0, golden), norm: block.attentionNorm, workers: .one)
    let projected = block.projection(attended.rows(0..<100).span, count: 100)
    let windows = try golden["encoder.blocks.0.attn"].values
    var expected: [Float] = []
    for row in 0..<10 {
      for column in 0..<10 {
        let window = row / 4 * 3 + column / 4
        let start = ((window * 4 + row % 4) * 4 + column % 4) * 16
        expected += windows[start..<start + 16]
      }
    }
    expectClose(projected, expected, "attention of block 0")
  }

  @Test("attention over the whole grid adds row and column terms of the unscaled query")
  func globalAttention() throws {
    let golden = try SAMGolden("sam-tiny")
    let block = try Self.encoder(golden).blocks[1]
    let attended = block.attention.attend(
      try Self.tokens(before: 1, golden), norm: block.attentionNorm, workers: .one)
    let projected = block.projection(attended.rows(0..<100).span, count: 100)
    expectClose(projected, try golden["encoder.blocks.1.attn"].values, "attention of block 1")
  }

  @Test("a block gives the reference's tokens", arguments: 0..<4)
  func block(index: Int) throws {
    let golden = try SAMGolden("sam-tiny")
    var tokens = try Self.tokens(before: index, golden)
    try Self.encoder(golden).blocks[index].update(&tokens, workers: Workers(2))
    expectClose(tokens, try golden["encoder.blocks.\(index)"].values, "block \(index)")
  }

  @Test("the neck gives the reference's map after either norm")
  func neck() throws {
    let golden = try SAMGolden("sam-tiny")
    let neck = try Self.encoder(golden).neck
    let tokens = try golden["encoder.blocks.3"].values
    let reduced = neck.reduced(tokens, grid: 10, workers: .one)
    expectClose(reduced.values, try golden.channelsLast("encoder.neck.1"), "first norm of the neck")
    let embedding = neck.embedding(of: tokens, grid: 10, workers: .one)
    expectClose(embedding.values, try golden.channelsLast("encoder.neck.3"), "embedding")
  }

  @Test("all blocks and the neck together stay within the tolerance")
  func together() throws {
    let golden = try SAMGolden("sam-tiny")
    let patches = try golden["encoder.patch_embed"].values
    let embedding = try Self.encoder(golden).embedding(ofPatches: patches, workers: Workers(2))
    expectClose(embedding.values, try golden.channelsLast("encoder.neck.3"), "embedding")
  }

  @Test("bf16 weights change the embedding, and little")
  func bf16() throws {
    let golden = try SAMGolden("sam-tiny")
    let patches = try golden["encoder.patch_embed"].values
    let embedding = try Self.encoder(golden, .bf16).embedding(ofPatches: patches, workers: .one)
    let expected = try golden.channelsLast("encoder.neck.3")
    expectClose(embedding.values, expected, within: 0.1, "bf16 embedding")
    let exact = try Self.encoder(golden).embedding(ofPatches: patches, workers: .one)
    #expect(embedding != exact)
  }

  @Test("the embedding does not depend on the number of workers", arguments: Precision.allCases)
  func workers(precision: Precision) throws {
    let golden = try SAMGolden("sam-tiny")
    let encoder = try Self.encoder(golden, precision)
    var random = SplitMix64(seed: 2)
    let frame = Tensor(
      (0..<3 * 160 * 160).map { _ in random.number(-2...2) }, shape: [3, 160, 160])
    let one = encoder.embedding(of: frame, workers: .one)
    for count in [2, 3, 7] {
      #expect(encoder.embedding(of: frame, workers: Workers(count)) == one)
    }
  }

  @Test("a table of relative positions of another length is resized linearly", arguments: [7, 30])
  func relativePositions(length: Int) throws {
    let golden = try SAMGolden("sam-tiny")
    let resized = RelativePositions.resized(
      try golden["rel_pos.\(length).table"], length: 19)
    var taken: [Float] = []
    for query in 0..<10 {
      for key in 0..<10 { taken += resized[(query - key + 9) * 8..<(query - key + 10) * 8] }
    }
    let expected = try golden["rel_pos.\(length).taken"].values
    expectClose(taken, expected, within: 1e-6, "table of \(length)")
  }
}
