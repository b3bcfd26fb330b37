/// The weights of a convolution without a bias and of the batch norm that follows it, as those of one
/// convolution.
///
/// Source: `Conv2d_BN` of MobileSAM's TinyViT.
struct FoldedConvolution: Sendable {
  /// `[outputs, inputs, kernel, kernel]`, inputs being those of a group.
  let weight: [Float]
  let bias: [Float]

  private static let epsilon: Float = 1e-5

  /// Reads `c` and `bn`.
  init(
    outputs: Int, inputs: Int, kernel: Int, weights: WeightScope
  ) throws(CheckpointError) {
    var weight = try weights.tensor("c.weight", shape: [outputs, inputs, kernel, kernel]).values
    let norm = weights.child("bn")
    let scale = try norm.tensor("weight", shape: [outputs]).values
    let shift = try norm.tensor("bias", shape: [outputs]).values
    let mean = try norm.tensor("running_mean", shape: [outputs]).values
    let variance = try norm.tensor("running_var", shape: [outputs]).values
    // How often training updated the statistics; nothing depends on it.
    if norm.contains("num_batches_tracked") {
      _ = try norm.stored("num_batches_tracked", shape: [])
    }
    let taps = inputs * kernel * kernel
    var bias = shift
    for output in 0..<outputs {
      let factor = scale[output] / (variance[output] + Self.epsilon).squareRoot()
      bias[output] -= mean[output] * factor
      for tap in output * taps..<(output + 1) * taps { weight[tap] *= factor }
    }
    (self.weight, self.bias) = (weight, bias)
  }

  /// A 1×1 convolution.
  func pointwise(_ precision: Precision) -> Linear {
    Linear(weight: weight, bias: bias, precision: precision)
  }

  /// A 3×3 convolution of each channel with itself.
  func depthwise(stride: Int) -> DepthwiseKernel {
    let channels = bias.count
    var taps = [Float](repeating: 0, count: weight.count)
    for channel in 0..<channels {
      for tap in 0..<9 { taps[tap * channels + channel] = weight[channel * 9 + tap] }
    }
    return DepthwiseKernel(weight: taps, bias: bias, stride: stride)
  }
}
