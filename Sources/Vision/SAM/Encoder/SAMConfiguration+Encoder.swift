extension SAMConfiguration {
  /// The image encoder of these sizes; `weights` are those of the module `image_encoder`, `backbone`
  /// those of a backbone that has a file of its own, in that file's names. Without the latter a
  /// backbone is looked for in the module `backbone` of the former.
  ///
  /// Throws: `CheckpointError` for a weight that is missing or of another shape.
  public func imageEncoder(
    weights: WeightScope, backbone: WeightScope? = nil, precision: Precision
  ) throws(CheckpointError) -> any ImageEncoding {
    switch encoder {
    case .vit(let sizes):
      try VisionTransformer(sizes, of: self, weights: weights, precision: precision)
    case .tinyViT(let sizes):
      try TinyViT(sizes, of: self, weights: weights, precision: precision)
    case .efficientNetLite0:
      try NanoEncoder(
        of: self, weights: weights, backbone: backbone ?? weights.child("backbone"),
        precision: precision)
    }
  }
}
