extension RGBImage {
  /// The pixels within `box`, which must lie in the image and not be empty.
  public func cropped(to box: PixelBox) -> RGBImage {
    precondition(
      box.minX >= 0 && box.minY >= 0 && box.maxX <= width && box.maxY <= height && box.area > 0,
      "RGBImage.cropped: \(box) of \(width)×\(height)")
    guard box.area < width * height else { return self }
    var cropped: [UInt8] = []
    cropped.reserveCapacity(box.area * 3)
    for y in box.minY..<box.maxY {
      cropped += pixels[(y * width + box.minX) * 3..<(y * width + box.maxX) * 3]
    }
    return RGBImage(width: box.width, height: box.height, pixels: cropped)
  }
}
