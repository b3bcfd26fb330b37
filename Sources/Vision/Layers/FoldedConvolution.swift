/// The weights of a convolution without a bias and of the batch norm that follows it, as those of one
/// convolution.
struct FoldedConvolution: Sendable {
  /// `[outputs, inputs, kernel, kernel]`, inputs being those of a group.
  let weight: [Float]
  let bias: [Float]

  /// Reads the weight of `convolution` and all of `norm`, whose variances `epsilon` is added to.
  init(
    outputs: Int, inputs: Int, kernel: Int, convolution: WeightScope, norm: WeightScope,
    epsilon: Float
  ) throws(CheckpointError) {
    var weight = try convolution.tensor(
      "weight", shape: [outputs, inputs, kernel, kernel]
    ).values
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
      let factor = scale[output] / (variance[output] + epsilon).squareRoot()
      bias[output] -= mean[output] * factor
      for tap in output * taps..<(output + 1) * taps { weight[tap] *= factor }
    }
    (self.weight, self.bias) = (weight, bias)
  }

  /// A convolution of all channels.
  func convolution(
    _ window: ConvolutionWindow = .pointwise, activation: Activation? = nil,
    method: Convolution.Method = .direct, precision: Precision
  ) -> Convolution {
    Convolution(
      weight: weight, inputs: weight.count / (bias.count * window.kernel * window.kernel),
      bias: bias, window: window, activation: activation, method: method, precision: precision)
  }

  /// A convolution of each channel with itself.
  func depthwise(_ window: ConvolutionWindow) -> DepthwiseKernel {
    let taps = window.kernel * window.kernel
    return DepthwiseKernel(
      weight: transposed(weight, rows: bias.count, columns: taps), bias: bias, window: window)
  }
}
