/// A piece of an HTML page. User data can only enter as `.text` or as an attribute's value, and
/// both escape; tag and attribute names are literals of this program.
indirect enum HTMLNode: Sendable {
  case text(String)
  case element(StaticString, [HTMLAttribute], [HTMLNode])
  case group([HTMLNode])
  /// The content of a `script` or `style` element, which HTML does not unescape.
  case raw(HTMLRawText)
  /// A drawing by this library's own SVG writer.
  case drawing(InlineSVG)

  static let nothing = HTMLNode.group([])

  /// The node as UTF-8.
  var bytes: [UInt8] {
    var output: [UInt8] = []
    write(to: &output)
    return output
  }

  func write(to output: inout [UInt8]) {
    switch self {
    case .text(let text): HTMLEscaping.append(text, to: &output)
    case .group(let nodes): for node in nodes { node.write(to: &output) }
    case .raw(let raw): output += raw.bytes
    case .drawing(let drawing): output += drawing.markup.utf8
    case .element(let tag, let attributes, let children):
      output += "<\(tag)".utf8
      for attribute in attributes { attribute.write(to: &output) }
      output.append(UInt8(ascii: ">"))
      for child in children { child.write(to: &output) }
      if !Self.voidElements.contains("\(tag)") { output += "</\(tag)>".utf8 }
    }
  }

  private static let voidElements: Set<String> = ["img", "input", "link", "meta"]
}

extension HTMLNode: ExpressibleByStringLiteral {
  init(stringLiteral value: String) { self = .text(value) }
}

/// Collects child nodes; a string is text.
@resultBuilder
enum HTMLBuilder {
  static func buildExpression(_ node: HTMLNode) -> [HTMLNode] { [node] }
  static func buildExpression(_ nodes: [HTMLNode]) -> [HTMLNode] { nodes }
  static func buildExpression(_ text: String) -> [HTMLNode] { [.text(text)] }
  static func buildBlock(_ parts: [HTMLNode]...) -> [HTMLNode] { parts.flatMap { $0 } }
  static func buildOptional(_ part: [HTMLNode]?) -> [HTMLNode] { part ?? [] }
  static func buildEither(first: [HTMLNode]) -> [HTMLNode] { first }
  static func buildEither(second: [HTMLNode]) -> [HTMLNode] { second }
  static func buildArray(_ parts: [[HTMLNode]]) -> [HTMLNode] { parts.flatMap { $0 } }
}

extension HTMLNode {
  /// An element, its children listed in braces.
  static func tag(
    _ name: StaticString, _ attributes: HTMLAttribute...,
    @HTMLBuilder content: () -> [HTMLNode] = { [] }
  ) -> HTMLNode {
    .element(name, attributes, content())
  }
}
