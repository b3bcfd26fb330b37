/// Linear layers with a ReLU between each and the next.
package struct TokenMLP: Sendable {
  package let layers: [Linear]

  /// `widths` are those of the input, of each hidden layer and of the output; layer i is
  /// `name(i)` in `weights`.
  package init(
    _ weights: WeightScope, widths: [Int], name: (Int) -> String
  ) throws(CheckpointError) {
    var layers: [Linear] = []
    for index in 0..<widths.count - 1 {
      layers.append(
        try Linear(
          inputs: widths[index], outputs: widths[index + 1], weights: weights.child(name(index)),
          precision: .f32))
    }
    self.layers = layers
  }

  /// `[rows, outputs]` of `[rows, inputs]`.
  package func callAsFunction(_ x: [Float]) -> [Float] {
    var x = x
    for (index, layer) in layers.enumerated() {
      x = layer(x)
      if index < layers.count - 1 {
        var hidden = x.mutableSpan
        RowKernels.relu(&hidden)
      }
    }
    return x
  }
}
