/// An attribute of an element. There is no way to write an event handler or a `style`, and an
/// address has to be an `HTMLURL`.
struct HTMLAttribute: Sendable {
  private let name: String
  private let value: String?

  private init(_ name: String, _ value: String?) { (self.name, self.value) = (name, value) }

  /// Attributes that hold words, numbers or ids.
  enum Name: String, Sendable {
    case id, lang, title, role, alt, scope, type, name, content, charset, download, placeholder
    case min, max, step, value, width, height, viewBox, loading, decoding, rel, popover
    case popovertarget, tabindex, colspan
  }

  static func set(_ name: Name, _ value: String) -> Self { Self(name.rawValue, value) }
  static func `class`(_ names: StaticString) -> Self { Self("class", "\(names)") }
  static func id(_ id: String) -> Self { Self("id", id) }
  static func aria(_ name: StaticString, _ value: String) -> Self { Self("aria-\(name)", value) }
  static func data(_ name: StaticString, _ value: String = "") -> Self {
    Self("data-\(name)", value)
  }
  static func href(_ url: HTMLURL) -> Self { Self("href", url.text) }
  static func src(_ url: HTMLURL) -> Self { Self("src", url.text) }
  static func httpEquiv(_ name: StaticString) -> Self { Self("http-equiv", "\(name)") }
  static func fill(_ color: RGBA) -> Self { Self("fill", color.hexText) }
  static let hidden = Self("hidden", nil)

  func write(to output: inout [UInt8]) {
    output += " \(name)".utf8
    guard let value else { return }
    output += "=\"".utf8
    HTMLEscaping.append(value, to: &output)
    output.append(UInt8(ascii: "\""))
  }
}

extension RGBA {
  /// `#rrggbb`, alpha left out.
  var hexText: String {
    "#"
      + [red, green, blue].map { component in
        let byte = Int((min(max(component, 0), 1) * 255).rounded())
        return (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
  }
}
