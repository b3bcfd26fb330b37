/// A photograph with what is drawn over it.
public struct OverlaidImage: Sendable, Hashable {
  public var photograph: EncodedImage
  /// Images with transparency and of the photograph's aspect, drawn over it in this order.
  public var overlays: [EncodedImage]
  public var outlines: [Outline]
  /// A few words or a number under the image; may be empty.
  public var caption: String

  public init(
    _ photograph: EncodedImage, overlays: [EncodedImage] = [], outlines: [Outline] = [],
    caption: String = ""
  ) {
    self.photograph = photograph
    self.overlays = overlays
    self.outlines = outlines
    self.caption = caption
  }

  /// Height over width; 1 for an image without pixels.
  var aspect: Double {
    photograph.width > 0 && photograph.height > 0
      ? Double(photograph.height) / Double(photograph.width) : 1
  }

  /// Draws everything but the caption over `rect`, which should have the photograph's aspect.
  func draw(in rect: Rect, on canvas: inout some Canvas) {
    canvas.image(photograph, in: rect, smooth: true)
    for overlay in overlays { canvas.image(overlay, in: rect, smooth: false) }
    guard !outlines.isEmpty else { return }
    canvas.clip(to: rect) { canvas in
      for outline in outlines {
        let path = outline.path(in: rect)
        canvas.stroke(path, Stroke(.color(RGBA(1, 1, 1)), width: 1.5))
        canvas.stroke(path, Stroke(.color(outline.color), width: 0.8))
      }
    }
  }
}
