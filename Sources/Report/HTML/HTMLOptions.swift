/// What the page cannot know from the document alone.
public struct HTMLOptions: Sendable, Hashable {
  /// The file's size limit; galleries give up images, from their ends, until it is met.
  public var maximumBytes: Int
  /// BCP 47 tag of the document's language.
  public var language: String
  /// Folder beside the page that holds `ID.pdf`, `ID.svg`, … of each figure; nil where no such
  /// files are written, so that no link leads nowhere.
  public var figureFolder: String?
  /// File name extensions of the figures' files, in the order they are offered.
  public var figureFormats: [String]
  /// File name of the same report as PDF, beside the page; nil if there is none.
  public var pdf: String?
  /// Images of each gallery that are shown with all layers where no script runs, and in print.
  public var contactSheetImages: Int

  public init(
    maximumBytes: Int = 15_000_000, language: String = "en", figureFolder: String? = "figures",
    figureFormats: [String] = ["pdf", "svg", "png"], pdf: String? = nil,
    contactSheetImages: Int = 6
  ) {
    self.maximumBytes = maximumBytes
    self.language = language
    self.figureFolder = figureFolder
    self.figureFormats = figureFormats
    self.pdf = pdf
    self.contactSheetImages = contactSheetImages
  }
}

/// Why a document could not become a page.
public enum HTMLRenderError: Error, Equatable, Sendable {
  /// Two chapters, figures, tables or galleries share an id.
  case duplicateID(String)
  /// The drawing of a figure is not one plain `svg` element.
  case notSVG(figure: String)
  /// The page is larger than allowed even without a gallery's images.
  case tooLarge(bytes: Int, maximum: Int)
}

extension HTMLRenderError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .duplicateID(let id):
      "report: the id “\(id)” is used twice; give each chapter, figure, table and gallery its own"
    case .notSVG(let figure):
      "report: figure “\(figure)” was not drawn as one plain svg element"
    case .tooLarge(let bytes, let maximum):
      "report: the page takes \(bytes) bytes without any gallery image, the limit is \(maximum); "
        + "raise --max-size or leave out figures"
    }
  }
}
