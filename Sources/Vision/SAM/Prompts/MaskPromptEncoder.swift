/// Two convolutions of 2×2 with stride 2, each followed by a norm over channels and a GELU, then one
/// of 1×1: a mask of four times the embedding's side becomes as large as that.
///
/// Source: segment-anything 1.0, `PromptEncoder.mask_downscaling`.
struct MaskPromptEncoder: Sendable {
  private let side: Int
  private let halvings: [(convolution: Linear, norm: LayerNorm)]
  private let projection: Linear

  init(_ configuration: SAMConfiguration, weights: WeightScope) throws(CheckpointError) {
    side = 4 * configuration.grid
    let hidden = configuration.decoder.maskPromptChannels
    let widths = [1, hidden / 4, hidden]
    var halvings: [(Linear, LayerNorm)] = []
    for index in 0..<2 {
      let convolution = weights[3 * index]
      let (inputs, outputs) = (widths[index], widths[index + 1])
      halvings.append(
        (
          Linear(
            weight: try convolution.tensor("weight", shape: [outputs, inputs, 2, 2])
              .values,
            bias: try convolution.tensor("bias", shape: [outputs]).values, precision: .f32),
          try LayerNorm(width: outputs, epsilon: 1e-6, weights: weights[3 * index + 1])
        ))
    }
    self.halvings = halvings
    let channels = configuration.decoder.channels
    projection = Linear(
      weight: try weights[6].tensor("weight", shape: [channels, hidden, 1, 1]).values,
      bias: try weights[6].tensor("bias", shape: [channels]).values, precision: .f32)
  }

  /// `[side / 4 · side / 4, channels]` of logits `[side, side]`.
  func callAsFunction(_ mask: Tensor) -> [Float] {
    precondition(
      mask.shape == [side, side],
      "MaskPromptEncoder: a mask of \(mask.shape) where \(side)×\(side) is expected")
    var x = mask.values
    var length = side
    for (convolution, norm) in halvings {
      x = norm(convolution(Self.patches(x, side: length, channels: convolution.inputs / 4)))
      var values = x.mutableSpan
      RowKernels.gelu(&values)
      length /= 2
    }
    return projection(x)
  }

  /// `[side / 2 · side / 2, channels · 4]`: the 2×2 blocks of a map `[side · side, channels]`.
  private static func patches(_ x: [Float], side: Int, channels: Int) -> [Float] {
    var patches: [Float] = []
    patches.reserveCapacity(x.count)
    for y in stride(from: 0, to: side, by: 2) {
      for column in stride(from: 0, to: side, by: 2) {
        for channel in 0..<channels {
          for (dy, dx) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            patches.append(x[((y + dy) * side + column + dx) * channels + channel])
          }
        }
      }
    }
    return patches
  }
}
