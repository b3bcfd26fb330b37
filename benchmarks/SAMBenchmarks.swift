import Foundation
import Vision

/// SAM's mask generator stage by stage, with the weights of the checkpoint that `SEPAL_CHECKPOINT`
/// names: what they are does not change the times of encoder and decoder, so seeded ones will do.
struct SAMBenchmarks {
  private let path: String
  private let image: RGBImage

  init?(
    _ image: RGBImage, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    guard let path = environment["SEPAL_CHECKPOINT"] else {
      print("SAM: set SEPAL_CHECKPOINT to a checkpoint to time it")
      return nil
    }
    (self.path, self.image) = (path, image)
  }

  func run() throws {
    let file = try CheckpointFile(path: path)
    guard let configuration = Self.configuration(of: SAMCheckpointKind(of: file)) else {
      print("SAM: no model that is known in \(path)")
      return
    }
    let workers = Workers(ProcessInfo.processInfo.activeProcessorCount)
    for precision in Precision.allCases {
      let model = try SAM(configuration, weights: WeightReader(file), precision: precision)
      try time(SAMPredictor(model, workers: workers))
    }
  }

  /// Encoder, decoder without any mask drawn, and the whole generator at thresholds that keep
  /// hundreds of masks: what is left of it is upscaling, run lengths and NMS.
  private func time(_ predictor: SAMPredictor) throws {
    let model = predictor.model
    let name = "\(model.configuration.name), \(model.precision), \(predictor.workers.count) threads"
    let picture = FramedImage(image, format: predictor.format)
    let encoding = measure("encode a frame, \(name)", per: "frame", units: 1, runs: 3) {
      _ = predictor.embedding(of: picture)
    }
    let embedding = predictor.embedding(of: picture)
    let points = Self.points(of: picture.frame)
    let decoding = try measure(
      "decode 1024 points, \(name)", per: "image", units: 1, runs: 3
    ) {
      try predictor.predictMasks(
        at: points, in: embedding, frame: picture.frame, above: .infinity
      ) { _, _ in }
    }
    if let operations = Self.encoderOperations(model.configuration) {
      print(Self.rate("encoder", operations, seconds: encoding))
    }
    print(Self.rate("decoder", Self.decoderOperations * 1024, seconds: decoding))
    var settings = MaskGeneratorSettings.reference
    (settings.selection.predictedIoU, settings.selection.stability) = (0.32, 0.6)
    var masks = 0
    let whole = try measure("generate masks, \(name)", per: "image", units: 1, runs: 3) {
      masks = try AutomaticMaskGenerator(predictor).masks(for: image, settings)
        .candidates.count
    }
    let rest = whole - encoding - decoding
    print(String(format: "  of which drawing, run lengths and NMS: %.2f s, %d masks", rest, masks))
  }

  private static func rate(_ stage: String, _ operations: Double, seconds: Double) -> String {
    "  \(stage): \(Int(operations / seconds / 1e9)) GFLOP/s of \(Int(operations / 1e9)) GFLOP"
  }

  /// The reference's grid of 32², in pixels of the frame.
  private static func points(of frame: ImageFrame) -> [SIMD2<Double>] {
    (0..<1024).map { index in
      let unit = SIMD2(Double(index % 32) + 0.5, Double(index / 32) + 0.5) / 32
      return unit * SIMD2(Double(frame.width), Double(frame.height))
    }
  }

  /// Multiplications and additions of the products that a picture needs; padded tokens of windows
  /// are not among them. nil for an encoder of convolutions.
  private static func encoderOperations(_ model: SAMConfiguration) -> Double? {
    guard case .vit(let sizes) = model.encoder else { return nil }
    let tokens = Double(model.grid * model.grid)
    let width = Double(sizes.width)
    let channels = Double(model.decoder.channels)
    let linear = Double(sizes.depth) * 2 * tokens * (4 + 2 * Double(sizes.mlpRatio)) * width * width
    let seen = Double(sizes.window * sizes.window)
    let global = Double(sizes.globalBlocks.count)
    let attention = 4 * tokens * width * (global * tokens + (Double(sizes.depth) - global) * seen)
    let patches = 2 * tokens * width * Double(3 * model.stride * model.stride)
    let neck = 2 * tokens * channels * (width + 9 * channels)
    return linear + attention + patches + neck
  }

  /// Of one prompt with one point: 320 columns of 4096 × 256, see the article on the folded decoder.
  private static let decoderOperations = 2.0 * 4096 * 256 * 320

  private static func configuration(of kind: SAMCheckpointKind) -> SAMConfiguration? {
    switch kind {
    case .sam(.base): .vitB
    case .sam(.large): .vitL
    case .sam(.huge): .vitH
    case .mobileSAM: .vitT
    case .samNano, .promptEncoderAndDecoder, .foreign, .unknown: nil
    }
  }
}
