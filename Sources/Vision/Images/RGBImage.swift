/// An 8-bit sRGB photograph: `pixels` holds `height * width * 3` samples, row-major, interleaved.
public struct RGBImage: Sendable, Equatable {
  public let width: Int
  public let height: Int
  public var pixels: [UInt8]

  /// Takes `pixels` as they are; their number must be `width * height * 3`.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(
      width > 0 && height > 0 && pixels.count == width * height * 3,
      "RGBImage: \(pixels.count) samples for \(width)×\(height)×3")
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}
