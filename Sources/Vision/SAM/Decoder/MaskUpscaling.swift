/// Two transposed convolutions of 2×2 with stride 2: every entry of the image becomes 16 pixels of
/// the mask's map. The blocks do not overlap, so each is a product of one entry's channels.
///
/// Source: segment-anything 1.0, `MaskDecoder.output_upscaling`.
struct MaskUpscaling: Sendable {
  private let first: Linear
  private let norm: LayerNorm
  private let second: Linear
  /// Channels that come out.
  let channels: Int

  init(
    _ configuration: MaskDecoderConfiguration, weights: WeightScope, precision: Precision
  ) throws(CheckpointError) {
    let inputs = configuration.channels
    let (middle, outputs) = (inputs / 4, inputs / 8)
    channels = outputs
    first = try Self.blocks(weights[0], inputs: inputs, outputs: middle, precision)
    norm = try LayerNorm(width: middle, epsilon: 1e-6, weights: weights[1])
    second = try Self.blocks(weights[3], inputs: middle, outputs: outputs, precision)
  }

  /// The layer whose outputs are the channels of the four pixels of a block, pixel after pixel.
  private static func blocks(
    _ weights: WeightScope, inputs: Int, outputs: Int, _ precision: Precision
  ) throws(CheckpointError) -> Linear {
    // The file's order is [inputs, outputs, dy, dx].
    let weight = try weights.tensor("weight", shape: [inputs, outputs, 2, 2]).values
    let bias = try weights.tensor("bias", shape: [outputs]).values
    var blocks = [Float](repeating: 0, count: 4 * outputs * inputs)
    for input in 0..<inputs {
      for output in 0..<outputs {
        for pixel in 0..<4 {
          blocks[(pixel * outputs + output) * inputs + input] =
            weight[(input * outputs + output) * 4 + pixel]
        }
      }
    }
    return Linear(
      weight: blocks, bias: bias + bias + bias + bias, precision: precision)
  }

  /// `[entries · 16, channels]` of `[entries, inputs]`. The 16 pixels of an entry come in the order
  /// of its 2×2 blocks, row-major, and inside each of the block's own four.
  func callAsFunction(_ image: Span<Float>, entries: Int) -> [Float] {
    var halfway = [Float](repeating: 0, count: entries * first.outputs)
    var blocks = halfway.mutableSpan
    first.apply(image, count: entries, into: &blocks)
    norm.normalise(&blocks, rows: entries * 4)
    RowKernels.gelu(&blocks)
    var pixels = [Float](repeating: 0, count: entries * 4 * second.outputs)
    var output = pixels.mutableSpan
    second.apply(blocks.span, count: entries * 4, into: &output)
    RowKernels.gelu(&output)
    return pixels
  }

  /// Where in an entry's 4×4 pixels its `index`th of 16 lies: `(x, y)`.
  static func place(_ index: Int) -> (x: Int, y: Int) {
    let (block, pixel) = (index / 4, index % 4)
    return (block % 2 * 2 + pixel % 2, block / 2 * 2 + pixel / 2)
  }
}
