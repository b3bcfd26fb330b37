/// Self-attention in windows with a learnt bias for each head and distance, the norm before it and the
/// projection after it included.
///
/// Source: Graham et al. 2021 (LeViT, arXiv 2104.01136), section 4.2; `Attention` of MobileSAM's
/// TinyViT. Windows are padded before the norm, so that padded tokens are the norm's bias.
package struct BiasedAttention: Sendable {
  package let partition: WindowPartition
  let heads: Int
  private let norm: LayerNorm
  /// For each head its queries, already scaled, keys and values.
  private let qkv: Linear
  package let projection: Linear
  /// For each head and query of a whole window a row of `slots` biases.
  private let biases: [[Float]]
  /// What `qkv` makes of a padded token.
  private let padding: [Float]

  private var width: Int { qkv.inputs }
  private var dimension: Int { width / heads }
  private var keys: Int { partition.side * partition.side }
  private var slots: Int { (keys + 15) / 16 * 16 }

  /// Reads `norm`, `qkv`, `proj` and `attention_biases`.
  init(
    partition: WindowPartition, width: Int, heads: Int, weights: WeightScope, precision: Precision
  ) throws(CheckpointError) {
    precondition(width.isMultiple(of: heads), "BiasedAttention: \(heads) heads of \(width)")
    (self.partition, self.heads) = (partition, heads)
    let norm = try LayerNorm(width: width, epsilon: 1e-5, weights: weights.child("norm"))
    let qkv = try Self.scaledQueries(
      width: width, heads: heads, weights: weights.child("qkv"), precision: precision)
    projection = try Linear(
      inputs: width, outputs: width, weights: weights.child("proj"), precision: precision)
    let table = try weights.tensor(
      "attention_biases", shape: [heads, partition.side * partition.side])
    biases = (0..<heads).map { Self.biases(of: $0, in: table, side: partition.side) }
    padding = qkv(norm.bias.span, count: 1)
    (self.norm, self.qkv) = (norm, qkv)
  }

  /// `qkv` with the queries' rows divided by the square root of their dimension.
  private static func scaledQueries(
    width: Int, heads: Int, weights: WeightScope, precision: Precision
  ) throws(CheckpointError) -> Linear {
    var weight = try weights.tensor("weight", shape: [3 * width, width]).values
    var bias = try weights.tensor("bias", shape: [3 * width]).values
    let dimension = width / heads
    let scale = 1 / Float(dimension).squareRoot()
    for head in 0..<heads {
      for output in head * 3 * dimension..<(head * 3 + 1) * dimension {
        bias[output] *= scale
        for index in output * width..<(output + 1) * width { weight[index] *= scale }
      }
    }
    return Linear(weight: weight, bias: bias, precision: precision)
  }

  /// The biases of one head, `[side · side, slots]`, from a table of row and column distances.
  private static func biases(of head: Int, in table: Tensor, side: Int) -> [Float] {
    let slots = (side * side + 15) / 16 * 16
    var biases = [Float](repeating: 0, count: side * side * slots)
    for query in 0..<side * side {
      for key in 0..<side * side {
        let rows = abs(query / side - key / side)
        let columns = abs(query % side - key % side)
        biases[query * slots + key] = table.values[(head * side + rows) * side + columns]
      }
    }
    return biases
  }

  /// What attention and projection make of `tokens`, `[grid · grid, width]`.
  package func attend(_ tokens: [Float], workers: Workers) -> AttendedTokens {
    let pieces = workers.map(partition.count) { attended(in: partition.window($0), of: tokens) }
    return AttendedTokens(pieces: pieces, arrangement: .windows(partition), width: width)
  }

  private func attended(in window: Window, of tokens: [Float]) -> [Float] {
    var rows = window.gather(tokens.span, width: width)
    var attended = rows.mutableSpan
    norm.normalise(&attended, rows: window.count)
    let projected = qkv(attended.span, count: window.count)
    for index in 0..<heads {
      let head = head(index, of: projected, in: window)
      let queries = index * 3 * dimension..<projected.count
      let scores = biases(of: index, in: window)
      attended.withSlice(index * dimension..<attended.count) {
        head.attend(
          projected.span.extracting(queries),
          QueryLayout(row: 3 * width, count: window.count), biases: scores, keys: keys, into: &$0,
          row: width)
      }
    }
    return projection(attended.span, count: window.count)
  }

  /// The biases of the window's queries.
  private func biases(of head: Int, in window: Window) -> [Float] {
    let all = biases[head]
    guard window.count < keys else { return all }
    var rows = [Float](repeating: 0, count: window.count * slots)
    var target = rows.mutableSpan
    let length = window.columns.count * slots
    RowCopies.copy(
      all.span, from: (0, 0), rows: window.rows.count, columns: length,
      row: (partition.side * slots, length), into: &target)
    return rows
  }

  private func head(_ index: Int, of projected: [Float], in window: Window) -> AttentionHead {
    AttentionHead(
      AttentionHead.Source(
        keys: (index * 3 + 1) * dimension, values: (index * 3 + 2) * dimension,
        dimension: dimension, padding: padding),
      of: projected, in: window, side: partition.side, slotsAcross: partition.side, slots: slots,
      precision: qkv.weight.precision)
  }
}

extension AttentionHead {
  /// Writes to `attended`, rows `row` apart, what scaled `queries` make of the values. `biases` has a
  /// row of slots for each query; only the first `keys` slots are looked at.
  fileprivate func attend(
    _ queries: Span<Float>, _ layout: QueryLayout, biases: [Float], keys count: Int,
    into attended: inout MutableSpan<Float>, row: Int
  ) {
    var scoreValues = biases
    var scores = scoreValues.mutableSpan
    keys.multiply(
      queries, count: layout.count, xRow: layout.row, start: .sum, into: &scores, yRow: slots)
    var sumValues = [Float](repeating: 0, count: layout.count)
    var sums = sumValues.mutableSpan
    RowKernels.exponentiate(&scores, rows: layout.count, columns: count, row: slots, sums: &sums)
    values.multiply(scores.span, count: layout.count, xRow: slots, into: &attended, yRow: row)
    divide(&attended, row: row, by: &sums)
  }
}
