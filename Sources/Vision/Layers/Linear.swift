/// A matrix product with a bias for each output.
package struct Linear: Sendable {
  package let inputs: Int
  package let outputs: Int
  package let matrix: PackedMatrix
  package let bias: [Float]

  /// `weight` is `[outputs, inputs]`.
  package init(weight: Tensor, bias: [Float], precision: Precision = .f32) {
    precondition(
      weight.shape.count == 2 && weight.shape[0] == bias.count,
      "Linear: weight \(weight.shape), \(bias.count) biases")
    (outputs, inputs) = (weight.shape[0], weight.shape[1])
    matrix = PackedMatrix(
      weight.values.span, rows: inputs, columns: outputs,
      layout: MatrixLayout(row: 1, column: inputs), precision: precision)
    self.bias = bias
  }

  /// The layer whose `weight` and `bias` are in `weights`.
  package init(
    _ weights: WeightScope, inputs: Int, outputs: Int, precision: Precision = .f32
  ) throws(CheckpointError) {
    self.init(
      weight: try weights.tensor("weight", shape: [outputs, inputs]),
      bias: try weights.tensor("bias", shape: [outputs]).values, precision: precision)
  }

  /// `[rows, outputs]` of `[rows, inputs]`.
  package func callAsFunction(_ x: [Float]) -> [Float] {
    let rows = x.count / inputs
    var y = [Float](repeating: 0, count: rows * outputs)
    var output = y.mutableSpan
    apply(x.span, rows: rows, into: &output)
    return y
  }

  /// As `callAsFunction`, into the first `rows · outputs` numbers of `y`.
  package func apply(_ x: Span<Float>, rows: Int, into y: inout MutableSpan<Float>) {
    matrix.multiply(x, count: rows, start: .bias(bias), into: &y)
  }
}

extension LayerNorm {
  /// The norm whose `weight` and `bias`, `count` of each, are in `weights`.
  package init(
    _ weights: WeightScope, count: Int, epsilon: Float
  ) throws(CheckpointError) {
    self.init(
      weight: try weights.tensor("weight", shape: [count]).values,
      bias: try weights.tensor("bias", shape: [count]).values, epsilon: epsilon)
  }

  /// Each row of `x` normalised.
  package func callAsFunction(_ x: [Float]) -> [Float] {
    var y = x
    var rows = y.mutableSpan
    normalise(&rows, rows: x.count / weight.count)
    return y
  }
}
