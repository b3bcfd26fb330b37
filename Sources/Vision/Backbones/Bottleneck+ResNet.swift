extension Bottleneck {
  /// A block of a residual network: `conv1` … `conv3` with `bn1` … `bn3` are read, and `downsample`, which
  /// brings what went in to the result's shape, if the block is the first of its stage.
  ///
  /// Throws: `CheckpointError` for a weight that is missing or of another shape.
  init(
    inputs: Int, width: Int, outputs: Int, window: ConvolutionWindow, isFirst: Bool,
    resNet weights: WeightScope, precision: Precision
  ) throws(CheckpointError) {
    let first = try FoldedConvolution(
      outputs: width, inputs: inputs, kernel: 1, resNet: ("conv1", "bn1"), weights)
    let middle = try FoldedConvolution(
      outputs: width, inputs: width, kernel: window.kernel, resNet: ("conv2", "bn2"), weights)
    let last = try FoldedConvolution(
      outputs: outputs, inputs: width, kernel: 1, resNet: ("conv3", "bn3"), weights)
    let shortcut: Shortcut =
      isFirst
      ? .convolution(
        try FoldedConvolution(
          outputs: outputs, inputs: inputs, kernel: 1, resNet: ("downsample.0", "downsample.1"),
          weights
        ).convolution(
          ConvolutionWindow(kernel: 1, stride: window.stride), precision: precision))
      : .identity
    self.init(
      first: first.convolution(activation: .relu, precision: precision),
      middle: .full(
        middle.convolution(
          window, activation: .relu, method: .winograd, precision: precision)),
      last: last.convolution(activation: .relu, precision: precision), shortcut: shortcut)
  }
}

extension FoldedConvolution {
  /// Reads the convolution and the norm of these names.
  init(
    outputs: Int, inputs: Int, kernel: Int, resNet names: (convolution: String, norm: String),
    _ weights: WeightScope
  ) throws(CheckpointError) {
    try self.init(
      outputs: outputs, inputs: inputs, kernel: kernel,
      convolution: weights.child(names.convolution), norm: weights.child(names.norm),
      epsilon: 1e-5)
  }
}
