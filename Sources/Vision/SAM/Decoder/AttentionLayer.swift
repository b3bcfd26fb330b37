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
  func callAsFunction(queries: [Float], keys: [Float], values: [Float]) -> [Float] {
    let (q, k, v) = (query(queries), key(keys), value(values))
    let (rows, terms) = (q.count / width, k.count / width)
    var mixed = [Float](repeating: 0, count: rows * width)
    var scores = [Float](repeating: 0, count: terms)
    for head in 0..<heads {
      let first = head * headWidth
      for row in 0..<rows {
        for term in 0..<terms {
          var score: Float = 0
          for channel in first..<first + headWidth {
            score += q[row * width + channel] * k[term * width + channel]
          }
          scores[term] = score * scale
        }
        softmax(&scores)
        for term in 0..<terms {
          for channel in first..<first + headWidth {
            mixed[row * width + channel] += scores[term] * v[term * width + channel]
          }
        }
      }
    }
    return output(mixed)
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
