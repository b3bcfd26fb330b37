/// An address that a page may link to: the web, mail, a file beside the report, a place in the
/// page, or bytes carried by the page itself.
package struct HTMLURL: Sendable, Hashable {
  package let text: String

  private init(trusted text: String) { self.text = text }

  /// `address` if its scheme is http, https or mailto, or if it is relative; nil for every other
  /// scheme (`javascript:`, `data:`, `file:`), for an absolute path or another host without a
  /// scheme, and for anything with blanks, control characters or backslashes, which browsers mend
  /// in ways of their own.
  package init?(_ address: String) {
    let isPlain = address.unicodeScalars.allSatisfy {
      $0.value > 0x20 && $0.value != 0x7F && $0 != "\\" && !$0.properties.isWhitespace
    }
    guard isPlain, !address.isEmpty, !address.hasPrefix("/") else { return nil }
    if let colon = address.firstIndex(of: ":"),
      !address[..<colon].contains(where: { "/?#".contains($0) })
    {
      let scheme = address[..<colon].lowercased()
      guard ["http", "https", "mailto"].contains(scheme) else { return nil }
    }
    text = address
  }

  /// A place in this page.
  static func fragment(_ id: String) -> HTMLURL { HTMLURL(trusted: "#" + percentEncoded(id)) }

  /// A file beside the report, by its path's components.
  static func file(_ components: String...) -> HTMLURL {
    HTMLURL(
      trusted: "./" + components.filter { !$0.isEmpty }.map(percentEncoded).joined(separator: "/"))
  }

  static func data(_ mediaType: StaticString, _ bytes: [UInt8]) -> HTMLURL {
    HTMLURL(trusted: "data:\(mediaType);base64," + Base64.text(bytes))
  }

  /// Keeps what RFC 3986 calls unreserved, and the slash of an id such as "box-nms/found".
  private static func percentEncoded(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        String(UnicodeScalar(byte))
      default:
        "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }
}
