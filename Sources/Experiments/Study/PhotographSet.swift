public import Vision

/// Photographs without labels or truth, to look at: their activation maps are those of ImageNet's head.
public struct PhotographSet: Sendable {
  public let samples: [Dataset.Sample]
  /// The path of EfficientNet-Lite0's weights.
  public let backbone: String

  public init(samples: [Dataset.Sample], backbone: String) {
    (self.samples, self.backbone) = (samples, backbone)
  }

  /// The seeds: no truth can choose the background's threshold.
  public var seeds: SeedSource {
    .activations(
      .init(.imageNet(backbone: backbone, .standard), background: .fixed(0.3)),
      name: "ImageNet CAM")
  }

  /// A study of the photographs with the masks of another.
  public func study(masks: [MaskSource], randomSeed: UInt64) -> Study {
    Study(
      dataset: Dataset(name: "photographs", classes: .voc, split: "all", samples: samples),
      seeds: [seeds], masks: masks, randomSeed: randomSeed)
  }
}
