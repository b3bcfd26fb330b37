/// A canvas that draws nothing: lets a figure lay itself out to say how high it will be before any
/// real canvas exists.
package struct EstimatingCanvas: Canvas {
  package let size: Size

  package init(size: Size) { self.size = size }

  package mutating func stroke(_ path: Path, _ stroke: Stroke) {}
  package mutating func fill(_ path: Path, _ ink: Ink) {}
  package mutating func text(
    _ text: String, at position: Point, style: TextStyle, ink: Ink, alignment: TextAlignment,
    rotation: Double
  ) {}
  package mutating func image(_ image: EncodedImage, in rect: Rect, smooth: Bool) {}
  package mutating func clip(to rect: Rect, _ body: (inout Self) -> Void) {}

  package func width(of text: String, style: TextStyle) -> Double {
    TabulatedTextMeasurer().width(of: text, style: style)
  }
}
