/// A Segment Anything Model with its weights, ready to run.
///
/// Memory: the weights, f32 or with the encoder's in bf16; what a run needs is the predictor's.
/// Source: Kirillov et al. 2023 (arXiv 2304.02643); segment-anything 1.0.
public struct SAM: Sendable {
  public let configuration: SAMConfiguration
  public let precision: Precision
  let encoder: any ImageEncoding
  let prompts: PromptEncoder
  let decoder: FoldedDecoder

  /// The model whose tensors are in `weights`, all of them and no other.
  ///
  /// Throws: `CheckpointError` naming the first tensor that is missing, misshapen, not finite or
  /// not of this model.
  public init(
    _ configuration: SAMConfiguration, weights: WeightReader, precision: Precision = .f32
  ) throws(CheckpointError) {
    try self.init(configuration, weights: weights, backbone: nil, precision: precision)
  }

  /// sam-nano, of which `nano` holds all but EfficientNet-Lite0, whose tensors are in `backbone`; a
  /// classifier there is left unread.
  ///
  /// Throws: `CheckpointError` as above, of either file.
  public init(
    nano: WeightReader, backbone: WeightReader, precision: Precision = .f32
  ) throws(CheckpointError) {
    try self.init(.nano, weights: nano, backbone: backbone.scope(), precision: precision)
    try backbone.finish(ignoring: EfficientNetLite0.classifier)
  }

  private init(
    _ configuration: SAMConfiguration, weights: WeightReader, backbone: WeightScope?,
    precision: Precision
  ) throws(CheckpointError) {
    (self.configuration, self.precision) = (configuration, precision)
    encoder = try configuration.imageEncoder(
      weights: weights.scope("image_encoder"), backbone: backbone, precision: precision)
    prompts = try PromptEncoder(configuration, weights: weights.scope("prompt_encoder"))
    decoder = FoldedDecoder(
      try MaskDecoder(
        configuration.decoder, weights: weights.scope("mask_decoder"), precision: precision),
      grid: configuration.grid, positions: prompts.positions(grid: configuration.grid),
      precision: configuration.decoder.roundsAttention ? precision : .f32)
    try weights.finish(ignoring: Self.unused)
  }

  /// What some files hold and no mask needs: colours' means and deviations, and the head with which
  /// MobileSAM's encoder was once trained to classify.
  private static let unused = [
    "pixel_mean", "pixel_std", "image_encoder.norm_head", "image_encoder.head",
  ]

  /// How the encoder wants its pictures.
  public var format: FrameFormat { configuration.format }
}
