/// A backbone with the head that it was trained with: a score for each of ImageNet's 1000 classes, and
/// where in the picture each score comes from.
package struct ImageNetClassifier: Sendable {
  package enum Backbone: Sendable {
    case efficientNetLite0(EfficientNetLite0)
    case resNet(ResNet)
  }

  package let backbone: Backbone
  /// What the backbone's last map goes through before it is pooled; nil where it is pooled as it is.
  private let head: Convolution?
  /// `[classes, channels]`
  private let weight: Tensor
  private let bias: [Float]
  /// Both, as a product wants them.
  private let linear: Linear

  package var classes: Int { bias.count }
  /// How the backbone wants its pictures.
  package var normalisation: ColourNormalisation {
    switch backbone {
    case .efficientNetLite0: .efficientNetLite
    case .resNet: .imageNet
    }
  }

  /// Reads all of EfficientNet-Lite0: the backbone, `_conv_head` with `_bn1`, and `_fc`.
  ///
  /// Throws: `CheckpointError` for a weight that is missing or of another shape.
  package init(
    efficientNetLite0 weights: WeightScope, outputStride: OutputStride = .thirtySecond
  ) throws(CheckpointError) {
    backbone = .efficientNetLite0(
      try EfficientNetLite0(weights: weights, outputStride: outputStride, precision: .f32))
    head = try FoldedConvolution(
      outputs: EfficientNetLite0.headChannels, inputs: EfficientNetLite0.channels, kernel: 1,
      efficientNet: ("_conv_head", "_bn1"), weights
    ).convolution(activation: .relu6, precision: .f32)
    (weight, bias, linear) = try Self.layer(
      weights.child("_fc"), channels: EfficientNetLite0.headChannels, classes: 1000)
  }

  /// Reads all of a residual network: the backbone and `fc`.
  ///
  /// Throws: `CheckpointError` for a weight that is missing or of another shape.
  package init(
    resNet weights: WeightScope, _ configuration: ResNet.Configuration = .resNet50,
    classes: Int = 1000, outputStride: OutputStride = .thirtySecond
  ) throws(CheckpointError) {
    backbone = .resNet(
      try ResNet(configuration, weights: weights, outputStride: outputStride, precision: .f32))
    head = nil
    (weight, bias, linear) = try Self.layer(
      weights.child("fc"), channels: configuration.features, classes: classes)
  }

  private static func layer(
    _ weights: WeightScope, channels: Int, classes: Int
  ) throws(CheckpointError) -> (Tensor, [Float], Linear) {
    let weight = try weights.tensor("weight", shape: [classes, channels])
    let bias = try weights.tensor("bias", shape: [classes]).values
    return (weight, bias, Linear(weight: weight.values, bias: bias, precision: .f32))
  }
}

extension ImageNetClassifier {
  /// The map whose mean over the entries is classified, for `frame`, `[3, rows, columns]`, normalised.
  package func map(of frame: Tensor, workers: Workers) -> FeatureMap {
    let map =
      switch backbone {
      case .efficientNetLite0(let network): network.features(of: frame, workers: workers).last
      case .resNet(let network): network.features(of: frame, workers: workers)[3]
      }
    return head.map { $0(map, workers: workers) } ?? map
  }

  /// A logit for each class.
  package func logits(of map: FeatureMap) -> [Float] { linear(map.channelMeans()) }

  /// What each entry of the map adds to the logits of some classes, but for the bias and the division by
  /// the number of entries: class activation maps before anything is clipped, a channel for each class.
  ///
  /// Source: Zhou et al. 2016 (arXiv 1512.04150), equation 2.
  package func activations(
    of classes: [Int], in map: FeatureMap, workers: Workers
  ) -> FeatureMap {
    precondition(
      !classes.isEmpty && classes.allSatisfy { bias.indices.contains($0) },
      "ImageNetClassifier: classes \(classes) of \(bias.count)")
    let channels = weight.shape[1]
    let rows = classes.flatMap { weight.values[$0 * channels..<($0 + 1) * channels] }
    return Convolution(weight: rows, inputs: channels, precision: .f32)(map, workers: workers)
  }
}

extension FeatureMap {
  /// The mean of each channel over the entries.
  package func channelMeans() -> [Float] {
    var sums = [Float](repeating: 0, count: channels)
    var target = sums.mutableSpan
    // Row by row, so that no sum has more terms than a map has rows or columns.
    for row in 0..<rows {
      var rowSums = [Float](repeating: 0, count: channels)
      var inRow = rowSums.mutableSpan
      for column in 0..<columns {
        let start = (row * columns + column) * channels
        RowKernels.add(values.span.extracting(start..<start + channels), to: &inRow)
      }
      RowKernels.add(inRow.span, to: &target)
    }
    let count = Float(rows * columns)
    return sums.map { $0 / count }
  }
}
