/// Self-attention with decomposed relative positions, in windows or over the whole grid, without the
/// projection that follows.
package struct RelativeAttention: Sendable {
  let partition: WindowPartition
  let heads: Int
  /// Queries, keys and values, each of all heads.
  let qkv: Linear
  let positions: RelativePositions

  var width: Int { qkv.inputs }
  private var dimension: Int { width / heads }
  private var precision: Precision { qkv.weight.precision }

  /// Tokens whose queries are computed together in global attention.
  private static let queryTile = 32
  /// Tokens whose queries, keys and values are computed together in global attention.
  private static let rowTile = 128

  package init(
    partition: WindowPartition, heads: Int, qkv: Linear, positions: RelativePositions
  ) {
    precondition(
      qkv.inputs.isMultiple(of: heads) && qkv.outputs == 3 * qkv.inputs
        && positions.terms.rows == qkv.inputs / heads && positions.side == partition.side,
      "RelativeAttention: \(heads) heads of \(qkv.inputs), positions of \(positions.side)")
    (self.partition, self.heads) = (partition, heads)
    (self.qkv, self.positions) = (qkv, positions)
  }

  /// Reads `qkv`, `rel_pos_h` and `rel_pos_w`.
  init(
    partition: WindowPartition, width: Int, heads: Int, weights: WeightScope, precision: Precision
  ) throws(CheckpointError) {
    precondition(width.isMultiple(of: heads), "RelativeAttention: \(heads) heads of \(width)")
    let qkv = try Linear(
      inputs: width, outputs: 3 * width, weights: weights.child("qkv"), precision: precision)
    let table = [2 * partition.side - 1, width / heads]
    let positions = RelativePositions(
      rows: try weights.tensor("rel_pos_h", shape: table),
      columns: try weights.tensor("rel_pos_w", shape: table), side: partition.side,
      precision: precision)
    self.init(partition: partition, heads: heads, qkv: qkv, positions: positions)
  }

  /// Attends in each window of the normalised `tokens`, `[grid · grid, width]`.
  package func attend(_ tokens: [Float], norm: LayerNorm, workers: Workers) -> AttendedTokens {
    partition.count == 1
      ? attendGlobally(tokens, norm, workers) : attendInWindows(tokens, norm, workers)
  }

  /// The keys and values of a head. Tokens of the window that are outside the grid are zeros before
  /// `qkv`, so they are its bias.
  private func head(
    _ index: Int, of projected: [Float], in window: Window, slotsAcross: Int
  ) -> AttentionHead {
    AttentionHead(
      AttentionHead.Source(
        keys: width + index * dimension, values: 2 * width + index * dimension,
        dimension: dimension, padding: qkv.bias),
      of: projected, in: window, side: partition.side, slotsAcross: slotsAcross,
      slots: partition.side * slotsAcross, precision: precision)
  }

  private func softmax(queriesAcross: Int) -> RelativeSoftmax {
    RelativeSoftmax(
      side: partition.side, queriesAcross: queriesAcross,
      scale: 1 / Float(dimension).squareRoot(), termColumns: positions.termColumns)
  }
}

// MARK: - In windows

extension RelativeAttention {
  private func attendInWindows(
    _ tokens: [Float], _ norm: LayerNorm, _ workers: Workers
  ) -> AttendedTokens {
    let pieces = workers.map(partition.count) { index in
      attended(in: partition.window(index), of: tokens, norm)
    }
    return AttendedTokens(pieces: pieces, arrangement: .windows(partition), width: width)
  }

  private func attended(in window: Window, of tokens: [Float], _ norm: LayerNorm) -> [Float] {
    var rows = window.gather(tokens.span, width: width)
    var attended = rows.mutableSpan
    norm.normalise(&attended, rows: window.count)
    let projected = qkv(attended.span, count: window.count)
    let softmax = softmax(queriesAcross: window.columns.count)
    for part in 0..<heads {
      let head = head(part, of: projected, in: window, slotsAcross: softmax.width)
      let columns = part * dimension..<attended.count
      attended.withSlice(columns) {
        head.attend(
          projected.span.extracting((part * dimension)...),
          QueryLayout(row: 3 * width, count: window.count), first: 0, positions: positions,
          softmax: softmax, into: &$0, row: width)
      }
    }
    return rows
  }
}

// MARK: - Over the whole grid

extension RelativeAttention {
  private func attendGlobally(
    _ tokens: [Float], _ norm: LayerNorm, _ workers: Workers
  ) -> AttendedTokens {
    let projected = projected(tokens, norm, workers)
    // A window may be larger than the grid: its keys are padded, its queries are not.
    let window = partition.window(0)
    let softmax = softmax(queriesAcross: window.columns.count)
    let packed = workers.map(heads) {
      head($0, of: projected, in: window, slotsAcross: softmax.width)
    }
    let tiles = (window.count + Self.queryTile - 1) / Self.queryTile
    let pieces = workers.map(heads * tiles) { item in
      let (part, tile) = item.quotientAndRemainder(dividingBy: tiles)
      let first = tile * Self.queryTile
      let count = min(Self.queryTile, window.count - first)
      var piece = [Float](repeating: 0, count: count * dimension)
      var attended = piece.mutableSpan
      packed[part].attend(
        projected.span.extracting((first * 3 * width + part * dimension)...),
        QueryLayout(row: 3 * width, count: count), first: first, positions: positions,
        softmax: softmax, into: &attended, row: dimension)
      return piece
    }
    return AttendedTokens(
      pieces: pieces,
      arrangement: .heads(count: heads, tile: Self.queryTile, grid: partition.grid), width: width)
  }

  private func projected(
    _ tokens: [Float], _ norm: LayerNorm, _ workers: Workers
  ) -> [Float] {
    var projected = [Float](repeating: 0, count: tokens.count * 3)
    workers.updateTiles(of: &projected, tile: Self.rowTile * 3 * width) { start, rows in
      let count = rows.count / (3 * width)
      var scratch = [Float](repeating: 0, count: count * width)
      var normed = scratch.mutableSpan
      let first = start / 3
      norm.normalise(
        tokens.span.extracting(first..<first + count * width), rows: count, into: &normed)
      qkv.apply(normed.span, count: count, into: &rows)
    }
    return projected
  }
}
