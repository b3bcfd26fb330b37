/// A canvas that draws nothing: lets a figure lay itself out to say how high it will be before any
/// real canvas exists.
struct EstimatingCanvas: Canvas {
  var size: Size

  mutating func stroke(_ path: Path, _ stroke: Stroke) {}
  mutating func fill(_ path: Path, _ ink: Ink) {}
  mutating func text(
    _ text: String, at position: Point, style: TextStyle, ink: Ink, alignment: TextAlignment,
    rotation: Double
  ) {}
  mutating func image(_ image: EncodedImage, in rect: Rect, smooth: Bool) {}
  mutating func clip(to rect: Rect, _ body: (inout Self) -> Void) {}

  func width(of text: String, style: TextStyle) -> Double {
    TabulatedTextMeasurer().width(of: text, style: style)
  }
}
