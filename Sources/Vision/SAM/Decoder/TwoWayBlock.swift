/// One round of attention: among the tokens, from the tokens to the image, an MLP on the tokens, and
/// from the image to the tokens.
///
/// Source: segment-anything 1.0, `transformer.TwoWayAttentionBlock`.
struct TwoWayBlock: Sendable {
  let selfAttention: AttentionLayer
  let norm1: LayerNorm
  let tokensToImage: AttentionLayer
  let norm2: LayerNorm
  let mlp: TokenMLP
  let norm3: LayerNorm
  let imageToTokens: AttentionLayer
  let norm4: LayerNorm
  /// The first block's tokens attend without their positions, and are replaced by the result.
  let isFirst: Bool

  init(
    _ configuration: MaskDecoderConfiguration, weights: WeightScope, isFirst: Bool
  ) throws(CheckpointError) {
    let (channels, heads) = (configuration.channels, configuration.heads)
    selfAttention = try AttentionLayer(weights["self_attn"], channels: channels, heads: heads)
    norm1 = try LayerNorm(width: channels, epsilon: 1e-5, weights: weights["norm1"])
    tokensToImage = try AttentionLayer(
      weights["cross_attn_token_to_image"], channels: channels, heads: heads,
      reduction: configuration.attentionReduction)
    norm2 = try LayerNorm(width: channels, epsilon: 1e-5, weights: weights["norm2"])
    mlp = try TokenMLP(
      weights["mlp"], widths: [channels, configuration.mlpWidth, channels],
      name: { "lin\($0 + 1)" })
    norm3 = try LayerNorm(width: channels, epsilon: 1e-5, weights: weights["norm3"])
    imageToTokens = try AttentionLayer(
      weights["cross_attn_image_to_token"], channels: channels, heads: heads,
      reduction: configuration.attentionReduction)
    norm4 = try LayerNorm(width: channels, epsilon: 1e-5, weights: weights["norm4"])
    self.isFirst = isFirst
  }

  /// The tokens after those of each of `prompts` have attended to each other, normalised.
  func attendToTokens(_ tokens: [Float], positions: [Float], prompts: Int = 1) -> [Float] {
    guard !isFirst else {
      return norm1(selfAttention(queries: tokens, keys: tokens, values: tokens, groups: prompts))
    }
    let placed = sum(tokens, positions)
    return norm1(
      sum(tokens, selfAttention(queries: placed, keys: placed, values: tokens, groups: prompts)))
  }

  /// The tokens after the image has answered `found`, `[tokens, channels]`: norm, MLP, norm.
  func digest(_ tokens: [Float], found: [Float]) -> [Float] {
    let tokens = norm2(sum(tokens, found))
    return norm3(sum(tokens, mlp(tokens)))
  }
}

/// The sum of two arrays of one length.
func sum(_ a: [Float], _ b: [Float]) -> [Float] {
  var total = b
  var values = total.mutableSpan
  RowKernels.add(a.span, to: &values)
  return total
}
