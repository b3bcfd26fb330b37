/// A promptable segmentation network as the mask generator sees it: a picture is embedded once, and
/// each point asked then gives three masks, of the whole, a part and a subpart.
public protocol MaskPredicting: Sendable {
  /// What the image encoder makes of one picture, with all that is the same for every prompt.
  associatedtype Embedding: Sendable

  /// The frame that the image encoder takes.
  var format: FrameFormat { get }

  /// The logit above which a pixel belongs to a mask.
  var maskThreshold: Float { get }

  /// Runs the image encoder on a picture that is resized, normalised and padded as `format` says.
  func embedding(of picture: FramedImage) throws -> Embedding

  /// Asks each of `points`, one positive point a prompt, and hands the logits of every mask that is
  /// predicted well enough to `receive`. It may stop early by throwing `CancellationError`.
  ///
  /// - Parameters:
  ///   - points: in pixels of the frame, without the half pixel that the prompt encoder adds. They
  ///     are doubles because the reference adds that half and divides by the frame's side in f64.
  ///   - frame: where the picture of `embedding` lies; only `frame.logitsRows` and
  ///     `frame.logitsColumns` of the logits are wanted, from the top left.
  ///   - predictedIoU: a mask is wanted if its predicted IoU is above this, compared in f32; nil
  ///     asks for every mask. An unwanted mask needs no logits.
  ///   - receive: called once for each wanted mask, in any order and from several threads at once;
  ///     never after this function has returned. It may take as long as upsampling a mask, so a
  ///     predictor calls it from the thread that made the logits and holds no lock. The span holds
  ///     the logits for the time of the call.
  func predictMasks(
    at points: [SIMD2<Double>], in embedding: Embedding, frame: ImageFrame,
    above predictedIoU: Float?,
    receive: @Sendable (_ mask: PredictedMask, _ logits: Span<Float>) -> Void
  ) throws
}

extension MaskPredicting {
  public var maskThreshold: Float { 0 }
}

/// Which mask a network's logits are of, and how they lie in memory.
public struct PredictedMask: Sendable, Hashable {
  /// Index into the points that were asked.
  public let prompt: Int
  /// Which of the three outputs it is: 0 whole, 1 part, 2 subpart.
  public let level: Int
  public let predictedIoU: Float
  /// Logits from the start of one row to the start of the next; row `y`, column `x` is element
  /// `y * rowStride + x`.
  public let rowStride: Int

  public init(prompt: Int, level: Int, predictedIoU: Float, rowStride: Int) {
    self.prompt = prompt
    self.level = level
    self.predictedIoU = predictedIoU
    self.rowStride = rowStride
  }
}
