/// TinyViT's first layers: two 3×3 convolutions of stride 2 with a GELU between them.
package struct ConvolutionStem: Sendable {
  private let first: FrameConvolution
  private let second: Convolution

  /// Reads `seq.0` and `seq.2`.
  init(width: Int, weights: WeightScope, precision: Precision) throws(CheckpointError) {
    let half = width / 2
    let first = try FoldedConvolution(
      outputs: half, inputs: 3, kernel: 3, weights: weights.child("seq.0"))
    let second = try FoldedConvolution(
      outputs: width, inputs: half, kernel: 3, weights: weights.child("seq.2"))
    let window = ConvolutionWindow(kernel: 3, stride: 2)
    self.first = FrameConvolution(first, window: window, activation: .gelu, precision: precision)
    self.second = second.convolution(window, precision: precision)
  }

  /// The map of `frame`, `[3, side, side]`, at a quarter of its side.
  package func map(of frame: Tensor, workers: Workers) -> FeatureMap {
    second(first(frame, workers: workers), workers: workers)
  }
}
