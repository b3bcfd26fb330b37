/// Draws a figure on a PDF page or a bitmap.
struct CairoCanvas: Canvas {
  let surface: CairoSurface
  let fonts: FontBook
  let theme: Theme
  let size: Size

  func stroke(_ path: Path, _ stroke: Stroke) {
    surface.stroke(path, theme.color(of: stroke.ink), width: stroke.width, dash: stroke.dash)
  }

  func fill(_ path: Path, _ ink: Ink) { surface.fill(path, theme.color(of: ink)) }

  func text(
    _ text: String, at position: Point, style: TextStyle, ink: Ink, alignment: TextAlignment,
    rotation: Double
  ) {
    let layout = TextLayout([.init(text: text, style: style)], fonts: fonts)
    let width = layout.lineWidths.first ?? 0
    let start =
      switch alignment {
      case .leading: 0.0
      case .center: -width / 2
      case .trailing: -width
      }
    surface.saved {
      surface.translate(position.x, position.y)
      if rotation != 0 { surface.rotate(degrees: rotation) }
      surface.text(layout, line: 0, at: Point(start, 0)) { _ in theme.color(of: ink) }
    }
  }

  func image(_ image: EncodedImage, in rect: Rect, smooth: Bool) {
    do throws(DrawingError) {
      surface.image(try Picture(image, for: surface), in: rect, smooth: smooth)
    } catch {
      surface.fail(error)
    }
  }

  mutating func clip(to rect: Rect, _ body: (inout Self) -> Void) {
    surface.saved {
      surface.clip(to: rect)
      body(&self)
    }
  }

  func width(of text: String, style: TextStyle) -> Double { fonts.width(of: text, style: style) }
}

extension FontBook: TextMeasurer {
  public func width(of text: String, style: TextStyle) -> Double {
    TextLayout([.init(text: text, style: style)], fonts: self).lineWidths.first ?? 0
  }
}
