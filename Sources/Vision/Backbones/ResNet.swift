/// A residual network of bottlenecks, batch norms folded into the convolutions, without its classifier.
///
/// Source: He et al. 2016 (arXiv 1512.03385) with the stride in a block's 3×3 convolution, as torchvision
/// 0.29 has it (`resnet50`), whose names of weights these are.
package struct ResNet: Sendable {
  /// The sizes of a variant.
  package struct Configuration: Sendable, Hashable {
    /// Blocks of each of the four stages.
    package var blocks: [Int]
    /// Channels of the first convolution and of the first stage's 3×3 convolutions; those of each
    /// stage are twice the last one's.
    package var width: Int
    /// Channels of a block's result for each of its 3×3 convolution.
    package var expansion = 4

    package init(blocks: [Int], width: Int) { (self.blocks, self.width) = (blocks, width) }

    package static let resNet50 = Configuration(blocks: [3, 4, 6, 3], width: 64)

    /// Channels of the last map.
    package var features: Int { width << (blocks.count - 1) * expansion }
  }

  private let stem: FrameConvolution
  private let pooling = MaxPooling(ConvolutionWindow(kernel: 3, stride: 2))
  /// The blocks of each stage.
  package let stages: [[Bottleneck]]

  /// Reads `conv1` with `bn1`, and `layer1` … `layer4`; `fc` is the classifier's.
  ///
  /// Throws: `CheckpointError` for a weight that is missing or of another shape.
  package init(
    _ configuration: Configuration = .resNet50, weights: WeightScope,
    outputStride: OutputStride = .thirtySecond, precision: Precision
  ) throws(CheckpointError) {
    precondition(
      configuration.blocks.count == 4 && configuration.blocks.allSatisfy { $0 > 0 },
      "ResNet: \(configuration)")
    let folded = try FoldedConvolution(
      outputs: configuration.width, inputs: 3, kernel: 7, resNet: ("conv1", "bn1"), weights)
    stem = FrameConvolution(
      folded, window: ConvolutionWindow(kernel: 7, stride: 2), activation: .relu,
      precision: precision)
    var stages: [[Bottleneck]] = []
    var channels = configuration.width
    for (stage, count) in configuration.blocks.enumerated() {
      let width = configuration.width << stage
      var blocks: [Bottleneck] = []
      for block in 0..<count {
        blocks.append(
          try Bottleneck(
            inputs: channels, width: width, outputs: width * configuration.expansion,
            window: Self.window(of: block, in: stage, outputStride), isFirst: block == 0,
            resNet: weights.child("layer\(stage + 1).\(block)"), precision: precision))
        channels = width * configuration.expansion
      }
      stages.append(blocks)
    }
    self.stages = stages
  }

  private static func window(
    of block: Int, in stage: Int, _ outputStride: OutputStride
  ) -> ConvolutionWindow {
    let window = ConvolutionWindow(kernel: 3, stride: block == 0 && stage > 0 ? 2 : 1)
    if stage < 3 { return window }
    return block == 0 ? outputStride.window(ofLast: window) : outputStride.window(afterLast: window)
  }

  /// The maps after each of the four stages for `frame`, `[3, rows, columns]`, normalised: at strides 4,
  /// 8, 16 and the output stride. Lengths that are no whole numbers are rounded up, halving by halving.
  package func features(of frame: Tensor, workers: Workers) -> [FeatureMap] {
    var map = pooled(stem(frame, workers: workers), workers: workers)
    return stages.map { blocks in
      for block in blocks { map = block(map, workers: workers) }
      return map
    }
  }

  private func pooled(_ map: FeatureMap, workers: Workers) -> FeatureMap {
    let rows = pooling.window.length(for: map.rows)
    let length = pooling.window.length(for: map.columns) * map.channels
    return FeatureMap(
      rows: rows, columns: pooling.window.length(for: map.columns), channels: map.channels,
      tile: workers.share(of: rows), workers: workers
    ) { rows, values in
      for (index, row) in rows.enumerated() {
        values.withSlice(index * length..<(index + 1) * length) {
          pooling.row(row, of: map.values.span, map.extent, into: &$0)
        }
      }
    }
  }
}
