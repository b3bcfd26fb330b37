/// A surface that figures draw on. PDF, SVG, PNG and recording canvases conform; a figure knows none
/// of them.
public protocol Canvas {
  /// The drawing's size in points.
  var size: Size { get }

  mutating func stroke(_ path: Path, _ stroke: Stroke)
  /// Fills with the non-zero rule.
  mutating func fill(_ path: Path, _ ink: Ink)
  /// One line of text, its baseline starting (or centred, or ending) at `position`, turned by
  /// `rotation` degrees clockwise about it.
  mutating func text(
    _ text: String, at position: Point, style: TextStyle, ink: Ink, alignment: TextAlignment,
    rotation: Double)
  /// Stretches `image` over `rect`; label maps and heat maps ask for no smoothing.
  mutating func image(_ image: EncodedImage, in rect: Rect, smooth: Bool)
  /// Draws `body` clipped to `rect`.
  mutating func clip(to rect: Rect, _ body: (inout Self) -> Void)
  /// Width of one line of text in points, as this canvas will set it.
  func width(of text: String, style: TextStyle) -> Double
}

/// An image file's bytes with its size in pixels: embedded as it is wherever the format allows.
public struct EncodedImage: Sendable, Hashable {
  public enum Format: String, Sendable, Hashable { case jpeg, png }

  public var format: Format
  public var width: Int
  public var height: Int
  public var bytes: [UInt8]

  public init(format: Format, width: Int, height: Int, bytes: [UInt8]) {
    (self.format, self.width, self.height, self.bytes) = (format, width, height, bytes)
  }
}

/// A drawing that adapts to the width it is given.
public protocol Figure: Sendable {
  /// The height in points that the figure takes at `width` points.
  func height(forWidth width: Double) -> Double
  /// Draws over the whole of `canvas.size`.
  func draw(on canvas: inout some Canvas)
}
