/// Where a link in a PDF leads.
enum PDFLink: Hashable {
  /// A place in the document, named by `PDFTag.destination`.
  case destination(String)
  case uri(String)

  /// The attributes in cairo's notation.
  var attributes: String {
    switch self {
    case .destination(let name): "dest=\(PDFTag.quoted(name))"
    case .uri(let uri): "uri=\(PDFTag.quoted(uri))"
    }
  }
}

/// The structure elements and places that a PDF's reader and a screen reader find.
///
/// Source: ISO 32000-1, 14.8.4; cairo 1.16, "Tags and Links".
enum PDFTag: Hashable {
  case document, section, paragraph, caption, code, note
  case figure(alternativeText: String)
  case heading(Int)
  case table, row, headerCell, cell
  case list, item
  case contents, contentsEntry
  case link(PDFLink)
  /// A named place on the current page, in points from its top left.
  case destination(String, at: Point)

  var name: String {
    switch self {
    case .document: "Document"
    case .section: "Sect"
    case .paragraph: "P"
    case .caption: "Caption"
    case .figure: "Figure"
    case .code: "Code"
    case .note: "Note"
    case .heading(let level): "H\(level)"
    case .table: "Table"
    case .row: "TR"
    case .headerCell: "TH"
    case .cell: "TD"
    case .list: "L"
    case .item: "LI"
    case .contents: "TOC"
    case .contentsEntry: "TOCI"
    case .link: "Link"
    case .destination: "cairo.dest"
    }
  }

  var attributes: String {
    switch self {
    case .link(let link): link.attributes
    case .destination(let name, let place):
      "name=\(PDFTag.quoted(name)) x=\(Int(place.x)) y=\(Int(place.y))"
    default: ""
    }
  }

  /// A string in cairo's attribute notation, quotes and backslashes escaped.
  static func quoted(_ text: String) -> String {
    let escaped = text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    return "'\(escaped)'"
  }
}

/// What a PDF says of itself. There is no author, and no date but the one given.
struct PDFMetadata {
  var title: String
  var subject = ""
  var keywords = ""
  /// Seconds since 1970.
  var date: Int

  /// ISO 8601 in UTC, as cairo reads it.
  var timestamp: String { CivilTime(secondsSince1970: date).timestamp }
}
