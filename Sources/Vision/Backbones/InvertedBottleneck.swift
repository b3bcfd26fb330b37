/// A block of EfficientNet-Lite: channels are widened, each is convolved with itself, and they are
/// narrowed again; what comes out is added to what went in where both have one shape.
package struct InvertedBottleneck: Sendable {
  private let branch: SeparableConvolution
  private let isResidual: Bool

  /// `_expand_conv` with `_bn0`, unless `expansion` is 1, `_depthwise_conv` with `_bn1`, and
  /// `_project_conv` with `_bn2` are read.
  ///
  /// Throws: `CheckpointError` for a weight that is missing or of another shape.
  package init(
    inputs: Int, outputs: Int, expansion: Int, kernel: Int, stride: Int, weights: WeightScope,
    precision: Precision
  ) throws(CheckpointError) {
    let hidden = inputs * expansion
    let widening: Linear? =
      expansion == 1
      ? nil
      : try FoldedConvolution(
        outputs: hidden, inputs: inputs, kernel: 1, efficientNet: ("_expand_conv", "_bn0"), weights
      ).pointwise(precision)
    let depthwise = try FoldedConvolution(
      outputs: hidden, inputs: 1, kernel: kernel, efficientNet: ("_depthwise_conv", "_bn1"), weights
    ).depthwise(ConvolutionWindow(kernel: kernel, stride: stride, border: .same))
    let narrowing = try FoldedConvolution(
      outputs: outputs, inputs: hidden, kernel: 1, efficientNet: ("_project_conv", "_bn2"), weights
    ).pointwise(precision)
    branch = SeparableConvolution(
      widening: widening, depthwise: depthwise, narrowing: narrowing, activation: .relu6)
    isResidual = stride == 1 && inputs == outputs
  }

  /// What the block makes of `map`.
  package func callAsFunction(_ map: FeatureMap, workers: Workers) -> FeatureMap {
    var result = branch(map, workers: workers)
    guard isResidual else { return result }
    result.updateRows(entries: 1, workers: workers) { rows, values in
      RowKernels.add(map.values.span.extracting(map.range(of: rows)), to: &values)
    }
    return result
  }
}

extension FoldedConvolution {
  /// Reads the convolution and the norm of these names.
  init(
    outputs: Int, inputs: Int, kernel: Int,
    efficientNet names: (convolution: String, norm: String), _ weights: WeightScope
  ) throws(CheckpointError) {
    try self.init(
      outputs: outputs, inputs: inputs, kernel: kernel,
      convolution: weights.child(names.convolution), norm: weights.child(names.norm),
      epsilon: 1e-3)
  }
}
