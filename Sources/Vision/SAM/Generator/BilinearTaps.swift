/// How one axis of a picture is interpolated from mask logits: logits to the frame, its padding cut
/// off, the frame to the picture, all in one step of three neighbours with a weight each.
///
/// Of two bilinear steps the first gives each frame pixel two neighbouring logits; the second mixes
/// two neighbouring frame pixels, whose logits are three neighbours at most.
package struct BilinearTaps: Sendable {
  /// First of the three logits for each pixel; never descending.
  package private(set) var first: [Int32] = []
  /// The pixels' first weights, then their second, then their third.
  package private(set) var weights: [Float]

  /// Number of pixels.
  package var count: Int { first.count }

  /// - Parameters:
  ///   - logits: number of logits, three at least, that may be read
  ///   - logitsSide, side: length of the logits and of the frame, with padding
  ///   - length: frame pixels that are no padding
  ///   - pixels: pixels of the picture
  package init(logits: Int, logitsSide: Int, side: Int, length: Int, pixels: Int) {
    precondition(logits >= 3 && logits <= logitsSide, "BilinearTaps: \(logits) of \(logitsSide)")
    weights = [Float](repeating: 0, count: 3 * pixels)
    first.reserveCapacity(pixels)
    for pixel in 0..<pixels {
      let inFrame = Self.neighbours(of: pixel, among: length, outputs: pixels)
      let lower = Self.neighbours(of: inFrame.index, among: logitsSide, outputs: side)
      let upper = Self.neighbours(of: inFrame.next, among: logitsSide, outputs: side)
      let start = min(lower.index, logits - 3)
      first.append(Int32(start))
      var shares = SIMD3<Double>(repeating: 0)
      for (tap, weight) in [(lower, 1 - inFrame.share), (upper, inFrame.share)] {
        shares[tap.index - start] += weight * (1 - tap.share)
        // Where there is no next logit its share is 0.
        if tap.share > 0 { shares[tap.next - start] += weight * tap.share }
      }
      for k in 0..<3 { weights[k * pixels + pixel] = Float(shares[k]) }
    }
  }

  /// The two inputs that a pixel lies between, and the share of the second.
  ///
  /// The position is rounded to f32 step by step, as PyTorch rounds it: at position 1000 the
  /// difference is a few hundred-thousandths of an input, which would turn pixels here and there.
  /// Source: PyTorch 2.15, `upsample_bilinear2d` with `align_corners=False`.
  private static func neighbours(
    of pixel: Int, among inputs: Int, outputs: Int
  ) -> (index: Int, next: Int, share: Double) {
    let scale = Float(inputs) / Float(outputs)
    let position = max(0, scale * (Float(pixel) + 0.5) - 0.5)
    let index = min(Int(position), inputs - 1)
    let share = index + 1 < inputs ? min(max(position - Float(index), 0), 1) : 0
    return (index, min(index + 1, inputs - 1), Double(share))
  }
}
