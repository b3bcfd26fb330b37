/// The weights of antialiased linear resizing along one axis, in fixed point.
///
/// Reducing, an output pixel weighs the inputs within one output pixel of its centre by a triangle;
/// enlarging, the two inputs next to it. Weights beyond the image's edge are dropped and the rest
/// scaled to sum to 1. Source: Pillow, `Resample.c`: `precompute_coeffs`, `normalize_coeffs_8bpc`.
struct ResamplingWeights {
  /// Index of the first input of each output.
  private(set) var first: [Int32] = []
  /// Number of inputs of each output.
  private(set) var count: [Int32] = []
  /// `stride` weights per output, in units of 2⁻²².
  private(set) var weights: [Int32]
  let stride: Int

  init(from inputs: Int, to outputs: Int) {
    let scale = Double(inputs) / Double(outputs)
    let support = max(1, scale)
    stride = Int(support.rounded(.up)) * 2 + 1
    weights = [Int32](repeating: 0, count: outputs * stride)
    for output in 0..<outputs {
      let centre = (Double(output) + 0.5) * scale
      let start = max(0, Int(centre - support + 0.5))
      let end = min(inputs, Int(centre + support + 0.5))
      // The reciprocal, as Pillow has it: a division here would round differently.
      let shares = (start..<end).map {
        max(0, 1 - abs((Double($0) - centre + 0.5) * (1 / support)))
      }
      let sum = shares.reduce(0, +)
      for (index, share) in shares.enumerated() {
        let normalised = sum == 0 ? share : share / sum
        weights[output * stride + index] = Int32(0.5 + normalised * Double(1 << 22))
      }
      first.append(Int32(start))
      count.append(Int32(end - start))
    }
  }
}
