/// sam-nano's image encoder: EfficientNet-Lite0 as it was published, and a neck of Sepal's own.
///
/// The precision is the neck's and, beyond the encoder, that of the masks' upscaling. The backbone always computes in f32: rounded, its many small layers
/// move predicted IoUs by 0.02 for a fifth of the time that a picture takes to be embedded.
public struct NanoEncoder: ImageEncoding {
  private let frameSide: Int
  package let backbone: EfficientNetLite0
  package let neck: PyramidNeck

  /// Reads the backbone's weights from `backbone` and the module `neck` of `weights`.
  ///
  /// Throws: `CheckpointError` for a weight that is missing or of another shape.
  public init(
    of model: SAMConfiguration, weights: WeightScope, backbone: WeightScope, precision: Precision
  ) throws(CheckpointError) {
    precondition(
      model.stride == 16 && model.frameSide.isMultiple(of: 32),
      "NanoEncoder: maps at strides 8, 16 and 32 of a frame of \(model.frameSide)")
    frameSide = model.frameSide
    self.backbone = try EfficientNetLite0(weights: backbone, precision: .f32)
    let widths = EfficientNetLite0.sizes.map(\.channels)
    neck = try PyramidNeck(
      widths: (widths[2], widths[4], widths[6]), channels: model.decoder.channels,
      weights: weights.child("neck"), precision: precision)
  }

  public func embedding(of frame: Tensor, workers: Workers) -> ImageEmbedding {
    precondition(
      frame.shape == [3, frameSide, frameSide], "NanoEncoder: a frame of \(frame.shape)")
    return neck.embedding(of: backbone.features(of: frame, workers: workers), workers: workers)
  }
}
