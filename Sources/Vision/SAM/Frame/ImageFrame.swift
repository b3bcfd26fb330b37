/// Where a picture lies in a network's square frame: its longest side fills the frame, its top left
/// corner is the frame's, what is right of it and below it is padding.
///
/// Source: segment-anything 1.0, `ResizeLongestSide`. A side that would vanish keeps one pixel, where
/// the reference fails.
public struct ImageFrame: Sendable, Hashable {
  /// The picture's own size, in pixels.
  public let imageWidth: Int
  public let imageHeight: Int
  /// The picture's size within the frame.
  public let width: Int
  public let height: Int
  /// Length of the frame's side.
  public let side: Int

  public init(imageWidth: Int, imageHeight: Int, side: Int) {
    precondition(
      imageWidth > 0 && imageHeight > 0 && side >= 16 && side.isMultiple(of: 4),
      "ImageFrame: \(imageWidth)×\(imageHeight) in a frame of \(side)")
    (self.imageWidth, self.imageHeight, self.side) = (imageWidth, imageHeight, side)
    let scale = Double(side) / Double(max(imageWidth, imageHeight))
    width = max(1, Int(Double(imageWidth) * scale + 0.5))
    height = max(1, Int(Double(imageHeight) * scale + 0.5))
  }

  /// The rows of the mask logits that the picture depends on, from the top: the rest is padding.
  public var logitsRows: Int { Self.logitsLength(height, side: side) }

  /// The columns of the mask logits that the picture depends on, from the left.
  public var logitsColumns: Int { Self.logitsLength(width, side: side) }

  /// A point of the picture, in its pixels, in pixels of the frame.
  public func framePoint(_ point: SIMD2<Double>) -> SIMD2<Double> {
    point * scale
  }

  /// A point of the frame in pixels of the picture.
  public func imagePoint(_ point: SIMD2<Double>) -> SIMD2<Double> {
    point / scale
  }

  /// A box (minimum x and y, maximum x and y) of the picture in pixels of the frame.
  public func frameBox(_ box: SIMD4<Double>) -> SIMD4<Double> {
    SIMD4(lowHalf: framePoint(box.lowHalf), highHalf: framePoint(box.highHalf))
  }

  /// A box of the frame in pixels of the picture.
  public func imageBox(_ box: SIMD4<Double>) -> SIMD4<Double> {
    SIMD4(lowHalf: imagePoint(box.lowHalf), highHalf: imagePoint(box.highHalf))
  }

  /// Frame pixels per picture pixel; the two differ where a side was rounded.
  private var scale: SIMD2<Double> {
    [Double(width) / Double(imageWidth), Double(height) / Double(imageHeight)]
  }

  /// Four pixels of the frame are one of the logits, and the last is interpolated with the next.
  /// Three at least, so that three neighbours can always be read.
  private static func logitsLength(_ length: Int, side: Int) -> Int {
    min(side / 4, max(3, (2 * length - 3) / 8 + 2))
  }
}
