/// Brings a network's mask logits to the size of the picture, as bits at once: made once for each
/// picture or crop, used for every mask of it.
///
/// The reference interpolates 256² logits to 1024², cuts off the padding and interpolates again;
/// both steps are linear, so they are one sparse linear map for each axis. Sums are rounded
/// differently: logits differ from the reference's by about 1e-6 of their size.
/// Source: segment-anything 1.0, `Sam.postprocess_masks`, `calculate_stability_score`.
public struct MaskUpsampling: Sendable {
  let columns: BilinearTaps
  let rows: BilinearTaps
  /// Logits that are read: rows and columns from the top left.
  let logitsRows: Int
  let logitsColumns: Int
  /// Where the crop lies in the picture.
  let crop: PixelBox
  let imageWidth: Int
  let imageHeight: Int

  /// For masks of `crop`, which lies in `frame`, a part of a picture of the given size.
  public init(frame: ImageFrame, crop: PixelBox, imageWidth: Int, imageHeight: Int) {
    precondition(
      frame.imageWidth == crop.width && frame.imageHeight == crop.height
        && crop.minX >= 0 && crop.minY >= 0 && crop.maxX <= imageWidth
        && crop.maxY <= imageHeight && frame.side <= 8192,
      "MaskUpsampling: \(crop) of \(imageWidth)×\(imageHeight) in \(frame)")
    (self.crop, self.imageWidth, self.imageHeight) = (crop, imageWidth, imageHeight)
    (logitsRows, logitsColumns) = (frame.logitsRows, frame.logitsColumns)
    columns = BilinearTaps(
      logits: frame.logitsColumns, logitsSide: frame.side / 4, side: frame.side,
      length: frame.width, pixels: crop.width)
    rows = BilinearTaps(
      logits: frame.logitsRows, logitsSide: frame.side / 4, side: frame.side,
      length: frame.height, pixels: crop.height)
  }

  /// For masks of a whole picture.
  public init(frame: ImageFrame) {
    let (width, height) = (frame.imageWidth, frame.imageHeight)
    self.init(
      frame: frame, crop: PixelBox(minX: 0, minY: 0, maxX: width, maxY: height),
      imageWidth: width, imageHeight: height)
  }
}

/// A mask as it comes out of upsampling.
public struct UpsampledMask: Sendable, Equatable {
  /// Alternating run lengths over the whole picture, as `RunLengthMask` has them.
  public let runs: [UInt32]
  /// Pixels of the crop whose logit is above the threshold less the offset.
  public let countAboveLow: Int
  /// Pixels of the crop whose logit is above the threshold plus the offset.
  public let countAboveHigh: Int

  package init(runs: [UInt32], countAboveLow: Int, countAboveHigh: Int) {
    self.runs = runs
    self.countAboveLow = countAboveLow
    self.countAboveHigh = countAboveHigh
  }

  /// IoU of the masks at the two shifted thresholds, [0, 1]; 0 where both are empty.
  ///
  /// The reference gives NaN there, and no mask either.
  public var stability: Float {
    countAboveLow == 0 ? 0 : Float(countAboveHigh) / Float(countAboveLow)
  }

  /// No pixel is above the threshold.
  public var isEmpty: Bool { runs.count < 2 }
}
