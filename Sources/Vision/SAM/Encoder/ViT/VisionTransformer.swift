/// SAM's image encoder: a plain vision transformer whose attention is in windows but for a few blocks.
///
/// Source: Li et al. 2022 (ViTDet, arXiv 2203.16527); Kirillov et al. 2023 (arXiv 2304.02643);
/// `image_encoder.py` of segment-anything 1.0.
public struct VisionTransformer: ImageEncoding {
  package let patchEmbedding: PatchEmbedding
  /// `[grid · grid, width]`, added to the tokens.
  package let positions: [Float]
  package let blocks: [TransformerBlock]
  package let neck: EncoderNeck

  /// Reads `patch_embed`, `pos_embed`, `blocks` and `neck`. The products' weights are packed layer by
  /// layer and are the only copy kept in memory.
  ///
  /// Throws: `CheckpointError` for a weight that is missing or of another shape.
  public init(
    _ configuration: ViTConfiguration, of model: SAMConfiguration, weights: WeightScope,
    precision: Precision
  ) throws(CheckpointError) {
    let (grid, width) = (model.grid, configuration.width)
    precondition(
      model.frameSide == grid * model.stride,
      "VisionTransformer: patches of \(model.stride) in a frame of \(model.frameSide)")
    patchEmbedding = try PatchEmbedding(
      patch: model.stride, grid: grid, width: width, weights: weights.child("patch_embed"),
      precision: precision)
    positions = try weights.tensor("pos_embed", shape: [1, grid, grid, width]).values
    var blocks: [TransformerBlock] = []
    for index in 0..<configuration.depth {
      let isGlobal = configuration.globalBlocks.contains(index)
      blocks.append(
        try TransformerBlock(
          configuration,
          partition: WindowPartition(grid: grid, side: isGlobal ? grid : configuration.window),
          weights: weights.child("blocks.\(index)"), precision: precision))
    }
    self.blocks = blocks
    neck = try EncoderNeck(
      width: width, channels: model.decoder.channels, weights: weights.child("neck"),
      precision: precision)
  }

  public func embedding(of frame: Tensor, workers: Workers) -> ImageEmbedding {
    let grid = patchEmbedding.grid
    let side = grid * patchEmbedding.patch
    precondition(frame.shape == [3, side, side], "VisionTransformer: a frame of \(frame.shape)")
    let patches = patchEmbedding.tokens(of: frame, workers: workers)
    return embedding(ofPatches: patches, workers: workers)
  }

  /// The embedding for the patches' tokens, which have no positions yet.
  package func embedding(ofPatches patches: [Float], workers: Workers) -> ImageEmbedding {
    let grid = patchEmbedding.grid
    var tokens = patches
    workers.updateTiles(of: &tokens, tile: tokens.count / grid) { start, tokens in
      RowKernels.add(positions.span.extracting(start..<start + tokens.count), to: &tokens)
    }
    for block in blocks { block.update(&tokens, workers: workers) }
    return neck.embedding(of: tokens, grid: grid, workers: workers)
  }
}
