extension SeparableConvolution {
  /// Reads `conv1`, `conv2` and `conv3`.
  init(
    inputs: Int, hidden: Int, outputs: Int, stride: Int, weights: WeightScope,
    precision: Precision
  ) throws(CheckpointError) {
    widening = try FoldedConvolution(
      outputs: hidden, inputs: inputs, kernel: 1, weights: weights.child("conv1")
    ).pointwise(precision)
    depthwise = try FoldedConvolution(
      outputs: hidden, inputs: 1, kernel: 3, weights: weights.child("conv2")
    ).depthwise(ConvolutionWindow(kernel: 3, stride: stride))
    narrowing = try FoldedConvolution(
      outputs: outputs, inputs: hidden, kernel: 1, weights: weights.child("conv3")
    ).pointwise(precision)
    activation = .gelu
  }

  /// Adds the branch to `map` and applies a GELU: an MBConv.
  package func update(_ map: inout FeatureMap, workers: Workers) {
    let branch = self(map, workers: workers)
    map.updateRows(entries: 1, workers: workers) { rows, values in
      RowKernels.add(branch.values.span.extracting(branch.range(of: rows)), to: &values)
      RowKernels.gelu(&values)
    }
  }
}
