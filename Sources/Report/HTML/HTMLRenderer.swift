/// Writes a document as one HTML file that opens from disk, offline, and runs nothing but its own
/// script.
public struct HTMLRenderer: Sendable {
  public var options: HTMLOptions

  public init(options: HTMLOptions = HTMLOptions()) { self.options = options }

  /// The page as UTF-8; the same document and options give the same bytes.
  ///
  /// `figures` draws a figure as one `svg` element for a width in points (1/72 in, shown at 4/3
  /// CSS pixels each); its colours should be the page's variables (`--ink`, `--soft`, `--line`,
  /// `--paper`, `--accent`, `--s0` … `--s7`) in attributes, since the page allows no `style`.
  ///
  /// Throws: `HTMLRenderError`, and whatever `figures` throws.
  public func render(
    _ document: Document, figures: (_ block: FigureBlock, _ width: Double) throws -> String
  ) throws -> [UInt8] {
    try DocumentIDs.check(document)
    var page = HTMLPage(
      document: document, options: options, drawings: try drawings(of: document, by: figures))
    let bare = page.bytes.count
    let galleries = document.galleries
    // Each caption may grow by the sentence that says how much is missing.
    let reserve = galleries.count * 200
    page.shownImages = Dictionary(
      uniqueKeysWithValues: zip(
        galleries.map(\.id),
        GalleryBudget.shownImages(
          costs: galleries.map { gallery in
            GalleryMarkup(gallery, options: options).itemSizes
          },
          within: options.maximumBytes - bare - reserve)))
    let bytes = page.bytes
    guard bytes.count <= options.maximumBytes else {
      throw HTMLRenderError.tooLarge(bytes: bare, maximum: options.maximumBytes)
    }
    return bytes
  }

  private func drawings(
    of document: Document, by draw: (FigureBlock, Double) throws -> String
  ) throws -> [String: InlineSVG] {
    var drawings: [String: InlineSVG] = [:]
    for (figure, isPaired) in document.figures {
      let width = HTMLPage.width(of: figure, isPaired: isPaired)
      guard let svg = InlineSVG(try draw(figure, width)) else {
        throw HTMLRenderError.notSVG(figure: figure.id)
      }
      drawings[figure.id] = svg
    }
    return drawings
  }
}
