extension FoldedConvolution {
  /// Reads `c` and `bn`.
  ///
  /// Source: `Conv2d_BN` of MobileSAM's TinyViT.
  init(
    outputs: Int, inputs: Int, kernel: Int, weights: WeightScope
  ) throws(CheckpointError) {
    try self.init(
      outputs: outputs, inputs: inputs, kernel: kernel, convolution: weights.child("c"),
      norm: weights.child("bn"), epsilon: 1e-5)
  }
}
