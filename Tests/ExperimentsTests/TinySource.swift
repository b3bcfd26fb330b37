import Experiments
import Foundation
import TestSupport
import Vision

/// The tiny SAM of Tests/VisionTests/Golden/sam-tiny as a source of masks, and pictures for it.
enum TinySource {
  /// As Tests/Fixtures/sam_tiny.py makes it.
  static let configuration: SAMConfiguration = {
    var vit = ViTConfiguration(depth: 4, width: 16, heads: 2, globalBlocks: [1, 3])
    vit.window = 4
    var configuration = SAMConfiguration(name: "tiny", encoder: .vit(vit))
    configuration.frameSide = 160
    configuration.decoder.channels = 32
    configuration.decoder.mlpWidth = 64
    configuration.decoder.iouHeadWidth = 32
    return configuration
  }()

  static let checkpoint = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "VisionTests/Golden/sam-tiny/sam-tiny.pth").path()

  /// Few points, and thresholds that all answers of seeded weights pass.
  static let settings: MaskGeneratorSettings = {
    var settings = MaskGeneratorSettings.proposals
    settings.sampling.pointsPerSide = 3
    settings.selection.boxNMS = 1
    return settings
  }()

  static func source(
    checkpoint: String = checkpoint, backbone: String? = nil, precision: Precision = .f32,
    settings: MaskGeneratorSettings = settings
  ) -> SAMSource {
    SAMSource(
      configuration, checkpoint: checkpoint, backbone: backbone, precision: precision,
      settings: settings)
  }

  /// What the generator makes of the picture at `path`, asked without the code under test.
  static func masks(
    ofFile path: String, _ settings: MaskGeneratorSettings = settings
  ) throws -> MaskSet {
    let weights = WeightReader(try CheckpointFile(path: checkpoint))
    return try AutomaticMaskGenerator(SAMPredictor(SAM(configuration, weights: weights)))
      .masks(for: ImageFile.read(path: path).image, settings)
  }

  /// A picture of noise over a slope.
  static func picture(width: Int, height: Int, seed: UInt64) -> RGBImage {
    var cases = CaseGenerator(seed: seed)
    let pixels = (0..<width * height * 3).map { index in
      UInt8(index / 3 * 200 / (width * height)) + UInt8.random(in: 0...50, using: &cases)
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }
}
