extension SAMConfiguration {
  /// The image encoder of these sizes; `weights` are those of the module `image_encoder`.
  ///
  /// Throws: `CheckpointError` for a weight that is missing or of another shape.
  public func imageEncoder(
    weights: WeightScope, precision: Precision
  ) throws(CheckpointError) -> any ImageEncoding {
    switch encoder {
    case .vit(let sizes):
      try VisionTransformer(sizes, of: self, weights: weights, precision: precision)
    case .tinyViT(let sizes):
      try TinyViT(sizes, of: self, weights: weights, precision: precision)
    }
  }
}
