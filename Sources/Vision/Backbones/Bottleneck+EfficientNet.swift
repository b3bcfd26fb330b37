extension Bottleneck {
  /// A block of EfficientNet-Lite: `_expand_conv` with `_bn0`, unless `expansion` is 1,
  /// `_depthwise_conv` with `_bn1`, and `_project_conv` with `_bn2` are read. What comes out is added
  /// to what went in where both have one shape.
  ///
  /// Throws: `CheckpointError` for a weight that is missing or of another shape.
  init(
    inputs: Int, outputs: Int, expansion: Int, window: ConvolutionWindow, isResidual: Bool,
    efficientNet weights: WeightScope, precision: Precision
  ) throws(CheckpointError) {
    let hidden = inputs * expansion
    let widening: Convolution? =
      expansion == 1
      ? nil
      : try FoldedConvolution(
        outputs: hidden, inputs: inputs, kernel: 1, efficientNet: ("_expand_conv", "_bn0"), weights
      ).convolution(activation: .relu6, precision: precision)
    let depthwise = try FoldedConvolution(
      outputs: hidden, inputs: 1, kernel: window.kernel, efficientNet: ("_depthwise_conv", "_bn1"),
      weights
    ).depthwise(window)
    let narrowing = try FoldedConvolution(
      outputs: outputs, inputs: hidden, kernel: 1, efficientNet: ("_project_conv", "_bn2"), weights
    ).convolution(precision: precision)
    self.init(
      first: widening, middle: .depthwise(depthwise, .relu6), last: narrowing,
      shortcut: isResidual ? .identity : .none)
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
