/// Multi-head attention with its four projections, whose weights are kept as they are too: the
/// folded decoder multiplies tokens with them instead of the image.
///
/// Source: segment-anything 1.0, `transformer.Attention`.
struct AttentionLayer: Sendable {
  struct Projection: Sendable {
    let linear: Linear
    /// `[outputs, inputs]`.
    let weight: [Float]
    /// `[inputs, outputs]`.
    let transposed: [Float]

    init(_ weights: WeightScope, inputs: Int, outputs: Int) throws(CheckpointError) {
      let weight = try weights.tensor("weight", shape: [outputs, inputs])
      linear = Linear(
        weight: weight.values, bias: try weights.tensor("bias", shape: [outputs]).values,
        precision: .f32)
      self.weight = weight.values
      transposed = Vision.transposed(weight.values, rows: outputs, columns: inputs)
    }

    func callAsFunction(_ x: [Float]) -> [Float] { linear(x) }
  }

  let heads: Int
  /// Channels inside, of all heads together.
  let width: Int
  let query: Projection
  let key: Projection
  let value: Projection
  let output: Projection

  init(
    _ weights: WeightScope, channels: Int, heads: Int, reduction: Int = 1
  ) throws(CheckpointError) {
    self.heads = heads
    width = channels / reduction
    query = try Projection(weights["q_proj"], inputs: channels, outputs: width)
    key = try Projection(weights["k_proj"], inputs: channels, outputs: width)
    value = try Projection(weights["v_proj"], inputs: channels, outputs: width)
    output = try Projection(weights["out_proj"], inputs: width, outputs: channels)
  }

  /// Channels of one head.
  var headWidth: Int { width / heads }

  /// What scores are multiplied with before the softmax.
  var scale: Float { 1 / Float(headWidth).squareRoot() }

  /// The attention of rows `queries` to rows `keys`, which carry `values`, `[rows, channels]` each.
  /// With `groups` the rows are those of so many matrices, of which each attends to its own.
  func callAsFunction(
    queries: [Float], keys: [Float], values: [Float], groups: Int = 1
  ) -> [Float] {
    let (q, k, v) = (query(queries), key(keys), value(values))
    let (rows, terms) = (q.count / width / groups, k.count / width / groups)
    var mixed = [Float](repeating: 0, count: q.count)
    for group in 0..<groups {
      for head in 0..<heads {
        mix(
          q.span, rows: group * rows..<(group + 1) * rows, k.span, v.span,
          terms: group * terms..<(group + 1) * terms,
          channels: head * headWidth..<(head + 1) * headWidth, into: &mixed)
      }
    }
    return output(mixed)
  }

  private func mix(
    _ q: Span<Float>, rows: Range<Int>, _ k: Span<Float>, _ v: Span<Float>, terms: Range<Int>,
    channels: Range<Int>, into mixed: inout [Float]
  ) {
    var scores = [Float](repeating: 0, count: terms.count)
    for row in rows {
      for (index, term) in terms.enumerated() {
        var score: Float = 0
        for channel in channels {
          score += q[row * width + channel] * k[term * width + channel]
        }
        scores[index] = score * scale
      }
      softmax(&scores)
      for (index, term) in terms.enumerated() {
        for channel in channels {
          mixed[row * width + channel] += scores[index] * v[term * width + channel]
        }
      }
    }
  }

  private func softmax(_ scores: inout [Float]) {
    var sum: [Float] = [0]
    let count = scores.count
    var values = scores.mutableSpan
    var total = sum.mutableSpan
    RowKernels.exponentiate(&values, rows: 1, columns: count, row: count, sums: &total)
    RowKernels.scale(&values, columns: count, row: count, by: [1 / total[0]].span)
  }
}
