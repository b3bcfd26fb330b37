/// What a box is drawn with, once every box has its page.
struct PagePainter {
  let surface: CairoSurface
  let fonts: FontBook
  let theme: Theme
  /// The page, from 1, of each named place.
  let pageNumbers: [String: Int]
  let pictures: PictureCache

  static let wash = Ink.color(RGBA(hex: 0xF5F6F8))

  func fill(_ rect: Rect, _ ink: Ink) { surface.fill(.rect(rect), theme.color(of: ink)) }

  /// A horizontal rule from `origin`, centred on its y.
  func rule(at origin: Point, width: Double, weight: Double, ink: Ink = .ink) {
    let path = Path.polyline([origin, Point(origin.x + width, origin.y)])
    surface.stroke(path, theme.color(of: ink), width: weight, dash: [])
  }

  /// `figure` at `width`, scaled by `scale` about its top left at `origin`.
  func figure(_ figure: any Figure, at origin: Point, width: Double, scale: Double) {
    func draw(_ figure: some Figure) {
      surface.saved {
        surface.translate(origin.x, origin.y)
        surface.scale(scale, scale)
        var canvas = CairoCanvas(
          surface: surface, fonts: fonts, theme: theme,
          size: Size(width, figure.height(forWidth: width)))
        figure.draw(on: &canvas)
      }
    }
    draw(figure)
  }

  func image(_ image: EncodedImage, in rect: Rect, smooth: Bool, opacity: Double = 1) {
    do throws(DrawingError) {
      let picture = try pictures.picture(image, for: surface)
      surface.image(picture, in: rect, smooth: smooth, opacity: opacity)
    } catch {
      surface.fail(error)
    }
  }

  /// Draws `body` as one object of the page: cairo names an image once per drawing, and a page
  /// must not list one name twice.
  func grouped(_ body: () -> Void) { surface.grouped(body) }

  /// Draws `body` inside the structure element `tag`.
  func tagged(_ tag: PDFTag, _ body: () -> Void) {
    surface.begin(tag)
    body()
    surface.end(tag)
  }
}

/// Keeps an image's surface, so that one drawn several times is stored once in the file.
final class PictureCache {
  private var pictures: [EncodedImage: Picture] = [:]

  func picture(
    _ image: EncodedImage, for surface: CairoSurface
  ) throws(DrawingError) -> Picture {
    if let picture = pictures[image] { return picture }
    let picture = try Picture(image, for: surface)
    pictures[image] = picture
    return picture
  }
}
