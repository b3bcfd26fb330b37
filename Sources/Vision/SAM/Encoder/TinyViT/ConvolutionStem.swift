/// TinyViT's first layers: two 3×3 convolutions of stride 2 with a GELU between them.
package struct ConvolutionStem: Sendable {
  private let first: Convolution3x3
  private let second: Convolution3x3

  /// Reads `seq.0` and `seq.2`.
  init(width: Int, weights: WeightScope, precision: Precision) throws(CheckpointError) {
    let half = width / 2
    let first = try FoldedConvolution(
      outputs: half, inputs: 3, kernel: 3, weights: weights.child("seq.0"))
    let second = try FoldedConvolution(
      outputs: width, inputs: half, kernel: 3, weights: weights.child("seq.2"))
    self.first = Convolution3x3(
      weight: first.weight, inputs: 3, bias: first.bias, stride: 2, precision: precision)
    self.second = Convolution3x3(
      weight: second.weight, inputs: half, bias: second.bias, stride: 2, precision: precision)
  }

  /// The map of `frame`, `[3, side, side]`, at a quarter of its side.
  package func map(of frame: Tensor, workers: Workers) -> FeatureMap {
    let pixels = FeatureMap(frame: frame)
    var halved = first.window.result(of: pixels, channels: first.outputs)
    halved.updateRows(entries: 1, workers: workers) { rows, values in
      first.row(rows.lowerBound, of: pixels, into: &values)
      RowKernels.gelu(&values)
    }
    var quartered = second.window.result(of: halved, channels: second.outputs)
    let source = halved
    quartered.updateRows(entries: 1, workers: workers) { rows, values in
      second.row(rows.lowerBound, of: source, into: &values)
    }
    return quartered
  }
}
