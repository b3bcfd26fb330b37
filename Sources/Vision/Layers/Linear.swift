/// A matrix and a bias: y = x · weightᵀ + bias for each row.
package struct Linear: Sendable {
  let weight: PackedMatrix
  let bias: [Float]

  var inputs: Int { weight.rows }
  var outputs: Int { weight.columns }

  /// `weight` is `[outputs, inputs]`, row-major.
  package init(weight: [Float], bias: [Float], precision: Precision) {
    let inputs = weight.count / bias.count
    self.weight = PackedMatrix(
      weight.span, rows: inputs, columns: bias.count, layout: MatrixLayout(row: 1, column: inputs),
      precision: precision)
    self.bias = bias
  }

  /// Reads `weight` and `bias`.
  init(
    inputs: Int, outputs: Int, weights: WeightScope, precision: Precision
  ) throws(CheckpointError) {
    let weight = try weights.tensor("weight", shape: [outputs, inputs])
    let bias = try weights.tensor("bias", shape: [outputs])
    self.init(weight: weight.values, bias: bias.values, precision: precision)
  }

  /// y for `count` dense rows.
  func apply(_ x: Span<Float>, count: Int, into y: inout MutableSpan<Float>) {
    weight.multiply(x, count: count, start: .bias(bias), into: &y)
  }

  /// `count` dense rows of y.
  package func callAsFunction(_ x: Span<Float>, count: Int) -> [Float] {
    var y = [Float](repeating: 0, count: count * outputs)
    var target = y.mutableSpan
    apply(x, count: count, into: &target)
    return y
  }
}

extension Linear {
  /// `[rows, outputs]` of `[rows, inputs]`.
  package func callAsFunction(_ x: [Float]) -> [Float] { self(x.span, count: x.count / inputs) }
}

extension LayerNorm {
  /// Reads `weight` and `bias` of `width` numbers.
  package init(width: Int, epsilon: Float, weights: WeightScope) throws(CheckpointError) {
    self.init(
      weight: try weights.tensor("weight", shape: [width]).values,
      bias: try weights.tensor("bias", shape: [width]).values, epsilon: epsilon)
  }

  /// Each row of `x` normalised.
  package func callAsFunction(_ x: [Float]) -> [Float] {
    var y = x
    var rows = y.mutableSpan
    normalise(&rows, rows: x.count / weight.count)
    return y
  }
}
