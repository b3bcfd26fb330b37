/// Turns a figure into SVG, PDF or PNG.
///
/// Not Sendable, as its fonts are not: make one per task.
public struct FigureRenderer {
  public let fonts: FontBook

  public init(fonts: FontBook) { self.fonts = fonts }

  /// Loads the report's fonts from the standard folders.
  ///
  /// Throws: `FontError`, which names the package to install.
  public init() throws(FontError) { self.init(fonts: try FontBook(FontFiles())) }

  /// `figure` as one `<svg>` element with real text, `width` points wide.
  public func svg(
    _ figure: any Figure, width: Double, theme: SVGTheme, title: String
  ) -> String {
    func draw(_ figure: some Figure) -> String {
      var canvas = SVGCanvas(size: size(of: figure, width: width), theme: theme, measurer: fonts)
      figure.draw(on: &canvas)
      return canvas.document(title: title)
    }
    return draw(figure)
  }

  /// `figure` as a PDF of one page that it fills, `width` points wide.
  ///
  /// - Parameter date: seconds since 1970, the file's only date.
  /// Throws: `DrawingError` for an image that cannot be read.
  public func pdf(
    _ figure: any Figure, width: Double, title: String, date: Int
  ) throws(DrawingError) -> [UInt8] {
    let surface = CairoSurface(pdf: size(of: figure, width: width))
    surface.setMetadata(PDFMetadata(title: title, date: date))
    draw(figure, width: width, on: surface, theme: .print)
    surface.showPage()
    return try surface.finish()
  }

  /// `figure` as a PNG of `width * scale` pixels; a scale of 300 / 72 is 300 dots per inch.
  ///
  /// Throws: `DrawingError` for an image that cannot be read.
  public func png(
    _ figure: any Figure, width: Double, scale: Double, theme: Theme = .light
  ) throws(DrawingError) -> [UInt8] {
    precondition(scale > 0, "FigureRenderer.png: scale \(scale)")
    let size = size(of: figure, width: width)
    let surface = CairoSurface(bitmap: size, scale: scale)
    surface.fill(
      .rect(Rect(x: 0, y: 0, width: size.width, height: size.height)), theme.paper)
    draw(figure, width: width, on: surface, theme: theme)
    return try surface.finish()
  }

  private func size(of figure: any Figure, width: Double) -> Size {
    let height = figure.height(forWidth: width)
    precondition(
      width > 0 && height > 0 && width.isFinite && height.isFinite,
      "FigureRenderer: a figure of \(width)×\(height) points")
    return Size(width, height)
  }

  private func draw(
    _ figure: some Figure, width: Double, on surface: CairoSurface, theme: Theme
  ) {
    var canvas = CairoCanvas(
      surface: surface, fonts: fonts, theme: theme, size: size(of: figure, width: width))
    figure.draw(on: &canvas)
  }
}
