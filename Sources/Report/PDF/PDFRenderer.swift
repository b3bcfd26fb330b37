/// Sets a document as a PDF: pages of fixed margins, contents and cross-references that lead
/// somewhere, an outline, and structure for screen readers.
///
/// The same document gives the same bytes on every run.
public struct PDFRenderer: Sendable {
  public var page: PageFormat
  public var gallerySample: GallerySample
  private let files: FontFiles

  /// Throws: `FontError.missing`, which names the package to install.
  public init(
    page: PageFormat = .a4, gallerySample: GallerySample = GallerySample()
  ) throws(FontError) {
    self.init(page: page, gallerySample: gallerySample, fonts: try FontFiles())
  }

  public init(page: PageFormat, gallerySample: GallerySample, fonts: FontFiles) {
    (self.page, self.gallerySample, files) = (page, gallerySample, fonts)
  }

  /// Throws: `FontError` or, for an image that cannot be drawn, `DrawingError`.
  public func render(_ document: Document) throws -> [UInt8] {
    let fonts = try FontBook(files)
    let typesetter = Typesetter(fonts: fonts, numbering: BlockNumbering(document))
    var composer = Composer(
      typesetter: typesetter, gallerySample: gallerySample,
      galleryCount: document.galleries.count)
    composer.add(document)
    // Places first, ink second: contents and page numbers need to know where everything went.
    let pages = PlacedBox.pages(of: composer.boxes, height: page.textHeight)
    let book = PageBook(
      format: page, pages: pages, document: document, typesetter: typesetter)
    return try book.draw()
  }
}

extension Composer {
  /// A report of one chapter opens with it, so that question, answer, figure and table are on the
  /// first page; one of several opens with contents.
  fileprivate mutating func add(_ document: Document) {
    let count = document.chapters.count
    if count != 1 { addFrontMatter(document) }
    for (index, chapter) in document.chapters.enumerated() {
      addChapter(chapter, number: index + 1, of: count, document: document)
    }
    addProvenance(document.provenance)
  }
}
