/// How tokens change the image: the attention of its entries to the tokens, with both projections
/// of the image folded into the tokens.
struct ImageChange: Sendable {
  /// Tokens but for the first, to whose score the others' are differences.
  let others: Int
  /// `[others, width]`: keys less the first one's, scaled, for entries whose queries are ready.
  let keys: [Float]
  /// `[channels, 8 · others up to a multiple of 16]`: the same keys seen through the projection of
  /// the entries' queries, for entries as they are; and what that projection's bias adds.
  let columns: [Float]
  let bias: [Float]
  /// `[8 · others, channels]`: what each token's head adds to an entry beyond the first token's.
  let additions: [Float]
  /// `[channels]`: what an entry gets that only attends to the first token.
  let base: [Float]
  let norm: LayerNorm

  /// Rows of additions, and columns of scores: those up to a multiple of 16.
  var rowCount: Int { FoldedDecoder.heads * others }
  var columnCount: Int { bias.count }

  init(_ block: TwoWayBlock, tokens: [Float], positions: [Float]) {
    let layer = block.imageToTokens
    let keys = differences(layer.key(sum(tokens, positions)), width: layer.width, layer.scale)
    let values = layer.value(tokens)
    others = keys.count / layer.width
    let channels = layer.query.linear.inputs
    self.keys = keys
    columns = transposed(
      through(layer.query.weight, keys, layer: layer), rows: layer.heads * others,
      columns: channels, padded: padded(layer.heads * others))
    bias = biases(layer.query.linear.bias, keys, layer: layer)
    additions = through(
      layer.output.transposed, differences(values, width: layer.width, 1), layer: layer)
    base = layer.output(Array(values[..<layer.width]))
    norm = block.norm4
  }
}

/// What tokens ask of the image: their attention to its entries, folded likewise.
struct ImageQuestion: Sendable {
  let layer: AttentionLayer
  let tokens: Int
  /// `[channels, 8 · tokens up to a multiple of 16]`.
  let columns: [Float]

  var channels: Int { layer.key.linear.inputs }
  /// Means asked for, one for each token's head, and columns of scores: those up to a multiple of 16.
  var rowCount: Int { layer.heads * tokens }
  var columnCount: Int { padded(rowCount) }

  /// `tokens` are with their positions.
  init(_ layer: AttentionLayer, tokens: [Float]) {
    self.layer = layer
    let queries = layer.query(tokens).map { $0 * layer.scale }
    self.tokens = queries.count / layer.width
    columns = transposed(
      through(layer.key.weight, queries, layer: layer), rows: layer.heads * self.tokens,
      columns: layer.key.linear.inputs, padded: padded(layer.heads * self.tokens))
  }

  /// The attention's result, `[tokens, channels]`, from the mean entry that each token's head saw,
  /// `[8 · tokens, channels]`, token after token.
  func found(in means: [Float]) -> [Float] {
    let projected = layer.value(means)
    var mixed: [Float] = []
    mixed.reserveCapacity(tokens * layer.width)
    for token in 0..<tokens {
      for head in 0..<layer.heads {
        let start = (token * layer.heads + head) * layer.width + head * layer.headWidth
        mixed += projected[start..<start + layer.headWidth]
      }
    }
    return layer.output(mixed)
  }
}

/// Rows of `[rows, width]` but for the first, less the first, times `scale`.
private func differences(_ rows: [Float], width: Int, _ scale: Float) -> [Float] {
  (width..<rows.count).map { (rows[$0] - rows[$0 % width]) * scale }
}

/// `[8 · rows, channels]`: row 8·i + head is the part of row i of `x`, `[rows, width]`, that belongs
/// to `head`, multiplied with that head's rows of `weight`, `[width, channels]`.
private func through(_ weight: [Float], _ x: [Float], layer: AttentionLayer) -> [Float] {
  let rows = x.count / layer.width
  let channels = weight.count / layer.width
  var result = [Float](repeating: 0, count: layer.heads * rows * channels)
  var output = result.mutableSpan
  for head in 0..<layer.heads where rows > 0 {
    let first = head * layer.headWidth
    output.withSlice(head * channels..<output.count) {
      multiply(
        rows: rows, columns: channels, terms: layer.headWidth,
        x.span.extracting(first..<x.count), MatrixLayout(row: layer.width),
        weight.span.extracting(first * channels..<weight.count), bRow: channels, into: &$0,
        cRow: layer.heads * channels)
    }
  }
  return result
}

/// The products of each head's part of `bias`, `[width]`, with that of each row of `x`; zeros up to a
/// multiple of 16.
private func biases(_ bias: [Float], _ x: [Float], layer: AttentionLayer) -> [Float] {
  let rows = x.count / layer.width
  var result = [Float](repeating: 0, count: padded(layer.heads * rows))
  for row in 0..<rows {
    for channel in 0..<layer.width {
      result[row * layer.heads + channel / layer.headWidth] +=
        bias[channel] * x[row * layer.width + channel]
    }
  }
  return result
}
