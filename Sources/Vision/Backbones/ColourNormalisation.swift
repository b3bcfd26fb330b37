/// How a network wants the colours of its picture.
package struct ColourNormalisation: Sendable, Hashable {
  /// What is subtracted from red, green and blue, each [0, 255].
  package let mean: SIMD3<Float>
  /// What they are divided by afterwards.
  package let deviation: SIMD3<Float>

  package init(mean: SIMD3<Float>, deviation: SIMD3<Float>) {
    precondition(deviation.min() > 0, "ColourNormalisation: deviation \(deviation)")
    (self.mean, self.deviation) = (mean, deviation)
  }

  /// Source: EfficientNet-Lite's preprocessing, as the PyPI package efficientnet-lite-pytorch 0.1.0
  /// describes it.
  package static let efficientNetLite = ColourNormalisation(
    mean: SIMD3(repeating: 127), deviation: SIMD3(repeating: 128))

  /// Of ImageNet's photographs. Source: torchvision 0.29, 255 times its numbers for [0, 1].
  package static let imageNet = ColourNormalisation(
    mean: [123.675, 116.28, 103.53], deviation: [58.395, 57.12, 57.375])

  /// `[3, height, width]` of a picture.
  package func callAsFunction(_ image: RGBImage) -> Tensor {
    let entries = image.width * image.height
    var values = [Float](repeating: 0, count: 3 * entries)
    var target = values.mutableSpan
    let pixels = image.pixels.span
    for channel in 0..<3 {
      // Of 256 possible values, so that no pixel waits for a division.
      let normalised = (0..<256).map { (Float($0) - mean[channel]) / deviation[channel] }
      for entry in 0..<entries {
        target[channel * entries + entry] = normalised[Int(pixels[3 * entry + channel])]
      }
    }
    return Tensor(values, shape: [3, image.height, image.width])
  }
}
