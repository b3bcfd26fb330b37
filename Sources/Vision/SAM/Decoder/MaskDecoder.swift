/// The weights of SAM's mask decoder.
///
/// Source: segment-anything 1.0, `MaskDecoder` and `TwoWayTransformer`.
package struct MaskDecoder: Sendable {
  let configuration: MaskDecoderConfiguration
  /// The IoU token, then one token for each mask, `[1 + maskTokens, channels]`.
  let outputTokens: [Float]
  let blocks: [TwoWayBlock]
  let finalAttention: AttentionLayer
  let finalNorm: LayerNorm
  let upscaling: MaskUpscaling
  /// Turn a mask's token into the weights of its pixels' channels, one network for each mask.
  let hypernetworks: [TokenMLP]
  let predictedIoU: TokenMLP

  package init(
    _ configuration: MaskDecoderConfiguration, weights: WeightScope, precision: Precision
  ) throws(CheckpointError) {
    self.configuration = configuration
    let (channels, masks) = (configuration.channels, configuration.maskTokens)
    outputTokens =
      try weights["iou_token"].tensor("weight", shape: [1, channels]).values
      + weights["mask_tokens"].tensor("weight", shape: [masks, channels]).values
    let transformer = weights["transformer"]
    var blocks: [TwoWayBlock] = []
    for index in 0..<configuration.blocks {
      blocks.append(
        try TwoWayBlock(
          configuration, weights: transformer["layers"][index], isFirst: index == 0))
    }
    self.blocks = blocks
    finalAttention = try AttentionLayer(
      transformer["final_attn_token_to_image"], channels: channels, heads: configuration.heads,
      reduction: configuration.attentionReduction)
    finalNorm = try LayerNorm(
      width: channels, epsilon: 1e-5, weights: transformer["norm_final_attn"])
    upscaling = try MaskUpscaling(
      configuration, weights: weights["output_upscaling"], precision: precision)
    var hypernetworks: [TokenMLP] = []
    for index in 0..<masks {
      hypernetworks.append(
        try TokenMLP(
          weights["output_hypernetworks_mlps"][index],
          widths: [channels, channels, channels, upscaling.channels], name: { "layers.\($0)" }))
    }
    self.hypernetworks = hypernetworks
    let hidden = configuration.iouHeadWidth
    predictedIoU = try TokenMLP(
      weights["iou_prediction_head"], widths: [channels, hidden, hidden, masks],
      name: { "layers.\($0)" })
  }
}

/// What the decoder says of one prompt.
package struct MaskPrediction: Sendable, Equatable {
  /// One for each mask asked for.
  package var predictedIoU: [Float]
  /// `[masks, side, side]`, `side` four times the embedding's.
  package var logits: Tensor

  package init(predictedIoU: [Float], logits: Tensor) {
    (self.predictedIoU, self.logits) = (predictedIoU, logits)
  }
}

/// Which of the decoder's masks are wanted.
package enum MaskOutput: Sendable {
  /// The one mask for prompts that leave no doubt.
  case single
  /// Whole, part and subpart.
  case multiple

  /// Indices of the mask tokens.
  func tokens(of configuration: MaskDecoderConfiguration) -> Range<Int> {
    self == .single ? 0..<1 : 1..<configuration.maskTokens
  }
}
