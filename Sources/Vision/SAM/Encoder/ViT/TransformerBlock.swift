/// One block of the vision transformer: attention, then an MLP, each on normalised tokens and added
/// to them.
package struct TransformerBlock: Sendable {
  package let attentionNorm: LayerNorm
  package let attention: RelativeAttention
  package let projection: Linear
  let mlpNorm: LayerNorm
  let mlp: MLP

  /// Tokens that are taken through the projection and the MLP together.
  private static let rowTile = 128

  init(
    _ configuration: ViTConfiguration, partition: WindowPartition, weights: WeightScope,
    precision: Precision
  ) throws(CheckpointError) {
    let width = configuration.width
    attentionNorm = try LayerNorm(width: width, epsilon: 1e-6, weights: weights.child("norm1"))
    attention = try RelativeAttention(
      partition: partition, width: width, heads: configuration.heads,
      weights: weights.child("attn"), precision: precision)
    projection = try Linear(
      inputs: width, outputs: width, weights: weights.child("attn.proj"), precision: precision)
    mlpNorm = try LayerNorm(width: width, epsilon: 1e-6, weights: weights.child("norm2"))
    mlp = try MLP(
      width: width, hidden: width * configuration.mlpRatio, names: ("lin1", "lin2"),
      weights: weights.child("mlp"), precision: precision)
  }

  /// Takes `tokens`, `[grid · grid, width]`, through the block.
  package func update(_ tokens: inout [Float], workers: Workers) {
    let width = attention.width
    let attended = attention.attend(tokens, norm: attentionNorm, workers: workers)
    workers.updateTiles(of: &tokens, tile: Self.rowTile * width) { start, rows in
      let (first, count) = (start / width, rows.count / width)
      let projected = projection(attended.rows(first..<first + count).span, count: count)
      RowKernels.add(projected.span, to: &rows)
      mlp.add(to: &rows, count: count, norm: mlpNorm)
    }
  }
}
