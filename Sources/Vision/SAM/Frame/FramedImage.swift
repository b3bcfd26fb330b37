/// A picture made ready for an image encoder.
public struct FramedImage: Sendable {
  public let frame: ImageFrame
  /// `[3, side, side]`: normalised red, green and blue, zeros in the padding.
  public let pixels: Tensor

  /// `image` resized, normalised, then padded right and below.
  ///
  /// Source: segment-anything 1.0, `SamPredictor.set_image` and `Sam.preprocess`.
  public init(_ image: RGBImage, format: FrameFormat) {
    let side = format.side
    frame = ImageFrame(imageWidth: image.width, imageHeight: image.height, side: side)
    let resized = image.resized(width: frame.width, height: frame.height)
    var values = [Float](repeating: 0, count: 3 * side * side)
    for channel in 0..<3 {
      // Of 256 possible values, so that no pixel waits for a division.
      let normalised = (0..<256).map {
        (Float($0) - format.mean[channel]) / format.deviation[channel]
      }
      for y in 0..<frame.height {
        var source = y * frame.width * 3 + channel
        let row = (channel * side + y) * side
        for x in 0..<frame.width {
          values[row + x] = normalised[Int(resized.pixels[source])]
          source += 3
        }
      }
    }
    pixels = Tensor(values, shape: [3, side, side])
  }
}
