/// MobileSAM's image encoder: a stage of convolutions, then stages of attention in windows.
///
/// Source: Wu et al. 2022 (arXiv 2207.10666); Zhang et al. 2023 (MobileSAM, arXiv 2306.14289), whose
/// last stage keeps the side of the one before it.
public struct TinyViT: ImageEncoding {
  /// The blocks of one stage and what halves the map after it.
  package struct Stage: Sendable {
    package let blocks: [Block]
    package let merging: Bottleneck?
  }

  package enum Block: Sendable {
    case convolution(Bottleneck)
    case attention(TinyViTBlock)

    package func update(_ map: inout FeatureMap, workers: Workers) {
      switch self {
      case .convolution(let block): map = block(map, workers: workers)
      case .attention(let block): block.update(&map, workers: workers)
      }
    }
  }

  private let frameSide: Int
  package let stem: ConvolutionStem
  package let stages: [Stage]
  package let neck: EncoderNeck

  /// Reads `patch_embed`, `layers` and `neck`; a checkpoint's `norm_head` and `head`, a classifier, are
  /// left unread.
  ///
  /// Throws: `CheckpointError` for a weight that is missing or of another shape.
  public init(
    _ configuration: TinyViTConfiguration, of model: SAMConfiguration, weights: WeightScope,
    precision: Precision
  ) throws(CheckpointError) {
    precondition(
      model.stride == 16 && model.frameSide.isMultiple(of: 16) && configuration.widths.count == 4
        && configuration.depths.count == 4 && configuration.heads.count == 4
        && configuration.windows.count == 4,
      "TinyViT: four stages at a sixteenth of \(model.frameSide) pixels, not \(configuration)")
    frameSide = model.frameSide
    stem = try ConvolutionStem(
      width: configuration.widths[0], weights: weights.child("patch_embed"), precision: precision)
    var stages: [Stage] = []
    for index in 0..<4 {
      // A quarter, an eighth and a sixteenth of the frame; the last stage stays there.
      let side = model.frameSide >> min(index + 2, 4)
      stages.append(
        try Stage(
          configuration, index: index, side: side, weights: weights.child("layers.\(index)"),
          precision: precision))
    }
    self.stages = stages
    neck = try EncoderNeck(
      width: configuration.widths[3], channels: model.decoder.channels,
      weights: weights.child("neck"), precision: precision)
  }

  public func embedding(of frame: Tensor, workers: Workers) -> ImageEmbedding {
    precondition(frame.shape == [3, frameSide, frameSide], "TinyViT: a frame of \(frame.shape)")
    var map = stem.map(of: frame, workers: workers)
    for stage in stages {
      for block in stage.blocks { block.update(&map, workers: workers) }
      if let merging = stage.merging { map = merging(map, workers: workers) }
    }
    return neck.embedding(of: map.values, grid: map.side, workers: workers)
  }
}

extension TinyViT.Stage {
  fileprivate init(
    _ configuration: TinyViTConfiguration, index: Int, side: Int, weights: WeightScope,
    precision: Precision
  ) throws(CheckpointError) {
    let width = configuration.widths[index]
    var blocks: [TinyViT.Block] = []
    for block in 0..<configuration.depths[index] {
      let weights = weights.child("blocks.\(block)")
      if index == 0 {
        let convolution = try Bottleneck(
          inputs: width, hidden: width * configuration.expansion, outputs: width, stride: 1,
          isMBConv: true, weights: weights, precision: precision)
        blocks.append(.convolution(convolution))
      } else {
        let attention = try TinyViTBlock(
          partition: WindowPartition(grid: side, side: configuration.windows[index]), width: width,
          heads: configuration.heads[index], mlpRatio: configuration.mlpRatio, weights: weights,
          precision: precision)
        blocks.append(.attention(attention))
      }
    }
    self.blocks = blocks
    guard index < 3 else {
      merging = nil
      return
    }
    let next = configuration.widths[index + 1]
    merging = try Bottleneck(
      inputs: width, hidden: next, outputs: next, stride: index < 2 ? 2 : 1, isMBConv: false,
      weights: weights.child("downsample"), precision: precision)
  }
}
