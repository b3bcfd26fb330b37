/// The content of a script or style element: it can only be made from this library's own assets,
/// from JSON whose writer escapes markup, or from base64.
struct HTMLRawText: Sendable {
  let bytes: [UInt8]

  /// A style sheet or script that belongs to this library.
  static func asset(_ bytes: [UInt8]) -> HTMLRawText { HTMLRawText(bytes: bytes) }
  static func json(_ value: JSONValue) -> HTMLRawText { HTMLRawText(bytes: Array(value.text.utf8)) }
  static func base64(_ bytes: [UInt8]) -> HTMLRawText {
    HTMLRawText(bytes: Base64.encoded(bytes))
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }
}

/// An SVG drawing as it stands in a page.
struct InlineSVG: Sendable {
  let markup: String

  /// Takes one `svg` element; nil where the text is anything else, or holds an element that could
  /// run code or bring foreign HTML.
  init?(_ markup: String) {
    let trimmed = String(markup.drop { $0.isWhitespace })
    let lower = trimmed.lowercased()
    let forbidden = ["<script", "<foreignobject", "<iframe", "<style", "<!", "<?"]
    guard lower.hasPrefix("<svg"), lower.contains("</svg>"),
      !forbidden.contains(where: lower.contains)
    else { return nil }
    self.markup = trimmed
  }
}
