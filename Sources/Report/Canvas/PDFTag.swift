/// Where a link in a PDF leads.
enum PDFLink: Hashable {
  /// A place in the document, named by `PDFTag.destination`.
  case destination(String)
  case uri(String)

  /// A link into the web or to a mail address; nil for any other scheme, which a reader's program
  /// might run rather than show.
  init?(address: String) {
    let scheme = address.prefix { $0 != ":" }.lowercased()
    guard ["http", "https", "mailto"].contains(scheme), address.contains(":") else { return nil }
    self = .uri(address)
  }

  /// The attributes in cairo's notation.
  var attributes: String {
    switch self {
    case .destination(let name): "dest='\(PDFTag.plain(name))'"
    case .uri(let uri): "uri='\(PDFTag.plainURI(uri))'"
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
      "name='\(PDFTag.plain(name))' x=\(Int(place.x)) y=\(Int(place.y))"
    default: ""
    }
  }

  // Cairo 1.16 copies names and addresses into the PDF as they are, so that a bracket in one would
  // end the string that holds it: nothing but harmless ASCII may reach it.

  /// `name` with every byte but letters, digits, "-" and "." as "_" and two hexadecimal digits.
  fileprivate static func plain(_ name: String) -> String {
    encoded(name, escape: "_") { isAlphanumeric($0) || $0 == "-" || $0 == "." }
  }

  /// `uri` with what may not stand in an address, and brackets and quotes, percent-encoded.
  ///
  /// Source: RFC 3986, 2.2 and 2.3.
  fileprivate static func plainURI(_ uri: String) -> String {
    encoded(uri, escape: "%") {
      isAlphanumeric($0) || "-._~:/?#[]@!$&*+,;=%".unicodeScalars.contains($0)
    }
  }

  private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: false
    }
  }

  private static func encoded(
    _ text: String, escape: String, keeping isPlain: (Unicode.Scalar) -> Bool
  ) -> String {
    let digits = Array("0123456789ABCDEF")
    return text.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      return isPlain(scalar)
        ? String(scalar) : "\(escape)\(digits[Int(byte) / 16])\(digits[Int(byte) % 16])"
    }.joined()
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
