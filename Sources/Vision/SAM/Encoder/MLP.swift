/// Two layers with the exact GELU between them.
package struct MLP: Sendable {
  let up: Linear
  let down: Linear

  /// `names` are those of the two layers.
  init(
    width: Int, hidden: Int, names: (up: String, down: String), weights: WeightScope,
    precision: Precision
  ) throws(CheckpointError) {
    up = try Linear(
      inputs: width, outputs: hidden, weights: weights.child(names.up), precision: precision)
    down = try Linear(
      inputs: hidden, outputs: width, weights: weights.child(names.down), precision: precision)
  }

  /// Adds the layers' result for `norm` of each of `count` rows to the rows.
  func add(to rows: inout MutableSpan<Float>, count: Int, norm: LayerNorm) {
    var scratch = [Float](repeating: 0, count: count * up.inputs)
    var normed = scratch.mutableSpan
    norm.normalise(rows.span, rows: count, into: &normed)
    var hidden = up(normed.span, count: count)
    var activations = hidden.mutableSpan
    RowKernels.gelu(&activations)
    down.apply(activations.span, count: count, into: &normed)
    RowKernels.add(normed.span, to: &rows)
  }
}
