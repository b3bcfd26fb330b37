import Foundation
import TestSupport
import Testing
import Vision

/// sam-nano against PyTorch on three photographs.
@Suite(.enabled(if: NanoFiles.areThere, "\(NanoFiles.whyNone)"), .serialized)
struct NanoTests {
  /// Of the root mean square, but for the predicted IoUs, which are numbers up to 1, and areas.
  private static func tolerance(_ precision: Precision) -> Float {
    precision == .f32 ? 1e-3 : 1e-2
  }

  private let workers = Workers(2)

  private static func rms(_ values: [Float]) -> Double {
    (values.reduce(0) { $0 + Double($1) * Double($1) } / Double(values.count)).squareRoot()
  }

  private static func mean(_ values: some Collection<Float>) -> Double {
    values.reduce(0) { $0 + Double($1) } / Double(values.count)
  }

  @Test("the backbone's features are PyTorch's within 1e-3")
  func features() throws {
    let backbone = try EfficientNetLite0(
      weights: NanoFiles.reader(.efficientNetLite0).scope(), precision: .f32)
    for golden in try NanoFiles.goldens() {
      let framed = try NanoFiles.framed(golden.image)
      #expect([framed.frame.width, framed.frame.height] == golden.frameSize)
      let found = backbone.features(of: framed.pixels, workers: workers)
      let maps = [found.eighth, found.sixteenth, found.last]
      #expect(golden.features.count == maps.count)
      for (map, expected) in zip(maps, golden.features) {
        #expect(expected.shape == [map.channels, map.side, map.side])
        #expect(abs(Self.rms(map.values) - expected.rms) <= 1e-3 * expected.rms)
        #expect(abs(Self.mean(map.values) - expected.mean) <= 1e-3 * expected.rms)
        let first = expected.first.indices.map { map.values[$0 * map.channels] }
        expectClose(first, expected.first, within: 1e-3, "stride \(expected.stride)")
      }
    }
  }

  @Test(
    "embedding, predicted IoUs and masks are PyTorch's, within 1e-3 in f32 and 1e-2 in bf16",
    arguments: Precision.allCases)
  func masks(precision: Precision) throws {
    let predictor = SAMPredictor(try NanoFiles.sam(precision), workers: workers)
    let tolerance = Self.tolerance(precision)
    for golden in try NanoFiles.goldens() {
      let embedding = predictor.embedding(of: try NanoFiles.framed(golden.image))
      let (values, grid) = (embedding.image.values, embedding.image.grid)
      let channel0Row16 = (0..<grid).map { values[(16 * grid + $0) * 256] }
      expectClose(
        channel0Row16, golden.embedding.channel0Row16, within: tolerance,
        "\(golden.image), embedding")
      #expect(abs(Self.rms(values) - golden.embedding.rms) <= Double(tolerance))
      #expect(abs(Self.mean(values) - golden.embedding.mean) <= Double(tolerance))
      for (index, point) in golden.points.enumerated() {
        let prompt = Prompt(points: [Prompt.Point([point[0], point[1]])])
        let one = predictor.predict(prompt, in: embedding, multimask: false)
        let three = predictor.predict(prompt, in: embedding, multimask: true)
        let predictedIoU = one.predictedIoU + three.predictedIoU
        let what = "\(golden.image), prompt \(index), \(predictedIoU)"
        for (found, expected) in zip(predictedIoU, golden.predictedIoU[index]) {
          #expect(abs(found - expected) <= tolerance, "\(what)")
        }
        let logits = one.logits.values + three.logits.values
        expectMasks(logits, golden.maskLogits, prompt: index, within: tolerance, what)
      }
    }
  }

  private func expectMasks(
    _ logits: [Float], _ golden: NanoGolden.Logits, prompt: Int, within tolerance: Float,
    _ what: String
  ) {
    let pixels = 128 * 128
    #expect(logits.count == 4 * pixels)
    for mask in 0..<4 {
      let values = logits[mask * pixels..<(mask + 1) * pixels]
      let area = values.count { $0 > 0 }
      let expected = golden.positivePixels[prompt][mask]
      #expect(
        Float(abs(area - expected)) <= max(2, tolerance * Float(expected)),
        "\(what), mask \(mask): \(area) pixels for \(expected)")
      let mean = golden.mean[prompt][mask]
      #expect(
        abs(Self.mean(values) - mean) <= Double(tolerance) * max(abs(mean), 10),
        "\(what), \(mask)")
    }
    guard prompt == 0 else { return }
    let row = stride(from: 0, to: 128, by: 8).map { logits[pixels + 64 * 128 + $0] }
    expectClose(row, golden.prompt0Output1Row64Every8, within: tolerance, what)
  }

  @Test("the model's own file without the backbone's says what is missing")
  func alone() throws {
    let error = try #require(throws: CheckpointError.self) {
      _ = try SAM(.nano, weights: NanoFiles.reader(.samNano))
    }
    #expect("\(error)".contains("image_encoder.backbone._conv_stem.weight"))
    #expect("\(error)".contains("sam-nano without its backbone"))
  }

  @Test("the files taken for one another are told apart")
  func exchanged() throws {
    let model = try NanoFiles.reader(.samNano)
    let backbone = try NanoFiles.reader(.efficientNetLite0)
    #expect(throws: CheckpointError.self) { try SAM(nano: backbone, backbone: model) }
  }
}
