/// How a network wants its picture: the side of the square frame and the normalisation of colours.
public struct FrameFormat: Sendable, Hashable {
  /// Length of the frame's side, in pixels; a multiple of 4, for mask logits are a quarter of it.
  public let side: Int
  /// What is subtracted from red, green and blue, each [0, 255].
  public let mean: SIMD3<Float>
  /// What they are divided by afterwards.
  public let deviation: SIMD3<Float>

  public init(
    side: Int = 1024,
    mean: SIMD3<Float> = [123.675, 116.28, 103.53],
    deviation: SIMD3<Float> = [58.395, 57.12, 57.375]
  ) {
    precondition(
      side >= 16 && side <= 8192 && side.isMultiple(of: 4) && deviation.min() > 0,
      "FrameFormat: side \(side), deviation \(deviation)")
    (self.side, self.mean, self.deviation) = (side, mean, deviation)
  }

  /// SAM's and MobileSAM's frame.
  /// Source: segment-anything 1.0, `build_sam.py`.
  public static let sam = FrameFormat()

  /// sam-nano's frame, with the colours that EfficientNet-Lite was trained on.
  public static let nano = FrameFormat(
    side: 512, mean: SIMD3(repeating: 127), deviation: SIMD3(repeating: 128))

  /// Length of a side of the network's mask logits: 256 for SAM.
  public var logitsSide: Int { side / 4 }
}
