/// Light colouring of a Swift listing: comments, strings, numbers, keywords and type names. It
/// reads words and not grammar; every character of the source is kept.
enum SwiftHighlighting {
  static func nodes(for source: String) -> [HTMLNode] {
    var nodes: [HTMLNode] = []
    var plain = ""
    var rest = Substring(source)
    while !rest.isEmpty {
      let (length, kind) = token(at: rest)
      let text = rest.prefix(length)
      rest = rest.dropFirst(length)
      guard let kind else {
        plain += text
        continue
      }
      if !plain.isEmpty { nodes.append(.text(plain)) }
      plain = ""
      nodes.append(.element("span", [kind.attribute], [.text(String(text))]))
    }
    return plain.isEmpty ? nodes : nodes + [.text(plain)]
  }

  private enum Kind {
    case comment, string, number, keyword, type

    var attribute: HTMLAttribute {
      switch self {
      case .comment: .class("c")
      case .string: .class("s")
      case .number: .class("n")
      case .keyword: .class("k")
      case .type: .class("t")
      }
    }
  }

  private static func token(at rest: Substring) -> (length: Int, kind: Kind?) {
    guard let first = rest.first else { return (0, nil) }
    if rest.hasPrefix("//") { return (rest.prefix { !$0.isNewline }.count, .comment) }
    if rest.hasPrefix("\"\"\"") { return (blockString(rest), .string) }
    if first == "\"" { return (string(rest), .string) }
    if first.isNumber { return (number(rest), .number) }
    guard isWord(first) else { return (1, nil) }
    let word = rest.prefix(while: isWord)
    if keywords.contains(String(word)) { return (word.count, .keyword) }
    return (word.count, first.isUppercase ? .type : nil)
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_#@".contains(character)
  }

  /// A number's characters: the dot of `0.5` belongs to it, the dots of `0...5` do not.
  private static func number(_ rest: Substring) -> Int {
    let whole = rest.prefix { $0.isNumber || $0.isLetter || $0 == "_" }.count
    let after = rest.dropFirst(whole)
    guard after.first == ".", after.dropFirst().first?.isNumber == true else { return whole }
    return whole + 1 + after.dropFirst().prefix { $0.isNumber || $0.isLetter || $0 == "_" }.count
  }

  /// A string literal up to its closing quote or, if it is not closed, the end of the line.
  private static func string(_ rest: Substring) -> Int {
    var length = 1
    var isEscaped = false
    for character in rest.dropFirst() {
      if character.isNewline { return length }
      length += 1
      if character == "\"" && !isEscaped { return length }
      isEscaped = character == "\\" && !isEscaped
    }
    return length
  }

  private static func blockString(_ rest: Substring) -> Int {
    let body = rest.dropFirst(3)
    guard let end = body.firstRange(of: "\"\"\"") else { return rest.count }
    return 3 + body.distance(from: body.startIndex, to: end.upperBound)
  }

  private static let keywords: Set<String> = [
    "actor", "any", "as", "async", "await", "break", "case", "catch", "continue", "default",
    "defer", "do", "else", "enum", "extension", "false", "for", "func", "guard", "if", "import",
    "in", "init", "internal", "is", "let", "mutating", "nil", "package", "private", "protocol",
    "public", "repeat", "return", "self", "Self", "some", "static", "struct", "subscript",
    "switch", "throw", "throws", "true", "try", "var", "where", "while",
  ]
}
