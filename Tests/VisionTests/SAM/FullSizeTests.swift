import Foundation
import Testing
import Vision

/// Files that are too large to keep.
struct FullSizeFiles {
  let checkpoint: String
  let stages: String

  /// Those that the environment names.
  static let given: FullSizeFiles? = {
    let environment = ProcessInfo.processInfo.environment
    guard let checkpoint = environment["SEPAL_SAM_CHECKPOINT"],
      let stages = environment["SEPAL_SAM_STAGES"]
    else { return nil }
    return FullSizeFiles(checkpoint: checkpoint, stages: stages)
  }()
}

/// A full ViT-B with seeded weights and SAM's own decoder, stage by stage against segment-anything on
/// PyTorch f32: benchmarks/rivals/README.md says how the two files are made.
@Suite(
  .enabled(
    if: FullSizeFiles.given != nil,
    "set SEPAL_SAM_CHECKPOINT and SEPAL_SAM_STAGES to what benchmarks/rivals makes"),
  .serialized)
struct FullSizeTests {
  private let golden: SAMGolden
  private let workers = Workers(ProcessInfo.processInfo.activeProcessorCount)

  init() throws {
    let files = try #require(FullSizeFiles.given)
    golden = try SAMGolden(checkpoint: files.checkpoint, tensors: files.stages)
  }

  @Test("the encoder's stages agree within 1e-4 of their rms")
  func encoder() throws {
    let model = try SAMConfiguration.vitB.imageEncoder(
      weights: golden.weights.scope("image_encoder"), precision: .f32)
    let encoder = try #require(model as? VisionTransformer)
    let frame = try golden["preprocessed"]
    var tokens = encoder.patchEmbedding.tokens(of: frame, workers: workers)
    expectClose(tokens, try golden["encoder.patch_embed"].values, "patch embedding")
    for index in tokens.indices { tokens[index] += encoder.positions[index] }
    for (index, block) in encoder.blocks.enumerated() {
      block.update(&tokens, workers: workers)
      expectClose(tokens, try golden["encoder.blocks.\(index)"].values, "block \(index)")
    }
    let embedding = encoder.neck.embedding(of: tokens, grid: 64, workers: workers)
    expectClose(embedding.values, try golden.channelsLast("encoder.neck.3"), "neck")
  }

  @Test(
    "with SAM's decoder, IoUs agree within 1e-4 and logits within 1e-3 of their rms",
    arguments: ["point", "box", "mask"] + (0..<30).map { "points.\($0)" })
  func decoder(name: String) throws {
    let predictor = SAMPredictor(
      try SAM(.vitB, weights: golden.weights), workers: workers)
    let embedding = predictor.embedding(
      ImageEmbedding(grid: 64, channels: 256, values: try golden.channelsLast("encoder.neck.3")))
    for (index, prompt) in try golden.prompts(name).enumerated() {
      for multimask in [false, true] {
        let found = predictor.predict(prompt, in: embedding, multimask: multimask)
        let expected = try golden.prediction(name, index, masks: multimask ? 1..<4 : 0..<1)
        for (ours, theirs) in zip(found.predictedIoU, expected.predictedIoU) {
          #expect(abs(ours - theirs) <= 1e-4, "\(name) \(index)")
        }
        expectClose(found.logits.values, expected.logits, within: 1e-3, "\(name) \(index)")
      }
    }
  }
}
