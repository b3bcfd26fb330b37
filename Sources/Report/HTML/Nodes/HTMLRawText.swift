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
    // Drawings hold megabytes of images: bytes are looked at, and only those after a bracket twice.
    let bytes = Array(trimmed.utf8)
    guard Self.begins(bytes[...], with: "<svg") else { return nil }
    var isClosed = false
    for index in bytes.indices where bytes[index] == UInt8(ascii: "<") {
      let tag = bytes[index...]
      if Self.forbidden.contains(where: { Self.begins(tag, with: $0) }) { return nil }
      isClosed = isClosed || Self.begins(tag, with: "</svg>")
    }
    guard isClosed else { return nil }
    self.markup = trimmed
  }

  private static let forbidden: [String] = [
    "<script", "<foreignobject", "<iframe", "<style", "<!", "<?",
  ]

  /// Whether `bytes` begin with `text`, which is lower case, whatever their own case.
  private static func begins(_ bytes: ArraySlice<UInt8>, with text: String) -> Bool {
    bytes.count >= text.utf8.count
      && zip(bytes, text.utf8).allSatisfy { byte, wanted in
        byte == wanted || (0x41...0x5A).contains(byte) && byte | 0x20 == wanted
      }
  }
}
