/// A JSON value whose objects keep the order they were written in.
indirect enum JSONValue: Sendable, Hashable {
  struct Member: Sendable, Hashable {
    var key: String
    var value: JSONValue
  }

  case null
  case bool(Bool)
  case integer(Int)
  /// Written as the shortest decimal that reads back the same; null unless finite.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.map { Member(key: $0.key, value: $0.value) })
  }

  /// Compact JSON in which no character can end or comment out an HTML script element, or break a
  /// line of JavaScript: `<`, `>`, `&`, U+2028 and U+2029 are always escaped.
  var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .number(let value): value.isFinite ? "\(value)" : "null"
    case .string(let value): Self.quoted(value)
    case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { Self.quoted($0.key) + ":" + $0.value.text }.joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{0}"..."\u{1F}", "\u{7F}":
        let hex = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
