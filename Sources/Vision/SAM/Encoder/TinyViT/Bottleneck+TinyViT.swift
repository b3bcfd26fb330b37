extension Bottleneck {
  /// Reads `conv1`, `conv2` and `conv3`. An MBConv adds what went in and ends with a GELU.
  init(
    inputs: Int, hidden: Int, outputs: Int, stride: Int, isMBConv: Bool, weights: WeightScope,
    precision: Precision
  ) throws(CheckpointError) {
    let first = try FoldedConvolution(
      outputs: hidden, inputs: inputs, kernel: 1, weights: weights.child("conv1"))
    let middle = try FoldedConvolution(
      outputs: hidden, inputs: 1, kernel: 3, weights: weights.child("conv2"))
    let last = try FoldedConvolution(
      outputs: outputs, inputs: hidden, kernel: 1, weights: weights.child("conv3"))
    self.init(
      first: first.convolution(activation: .gelu, precision: precision),
      middle: .depthwise(middle.depthwise(ConvolutionWindow(kernel: 3, stride: stride)), .gelu),
      last: last.convolution(activation: isMBConv ? .gelu : nil, precision: precision),
      shortcut: isMBConv ? .identity : .none)
  }
}
