/// Escaping that is right both between tags and inside a double-quoted attribute.
enum HTMLEscaping {
  /// Appends `text` as UTF-8 with `& < > "` as references; control characters, which HTML does
  /// not allow, become U+FFFD.
  static func append(_ text: String, to output: inout [UInt8]) {
    output.reserveCapacity(output.count + text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): output += "&amp;".utf8
      case UInt8(ascii: "<"): output += "&lt;".utf8
      case UInt8(ascii: ">"): output += "&gt;".utf8
      case UInt8(ascii: "\""): output += "&quot;".utf8
      case 0x09, 0x0A: output.append(byte)
      case 0x00..<0x20, 0x7F: output += "\u{FFFD}".utf8
      default: output.append(byte)
      }
    }
  }
}
