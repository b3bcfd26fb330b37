/// A run of text with emphasis, code, links and references. Written as a string literal; numbers
/// come in by interpolation: `"mIoU rises by \(strong: gain)"`.
public struct Prose: Sendable, Hashable, ExpressibleByStringInterpolation {
  public enum Run: Sendable, Hashable {
    case text(String)
    case strong(String)
    case emphasis(String)
    case code(String)
    case link(String, url: String)
    /// "Figure 3" or "Table 1": the numbered block whose id is given.
    case reference(id: String)
  }

  public var runs: [Run]

  public init(runs: [Run]) { self.runs = runs }
  public init(stringLiteral value: String) { runs = value.isEmpty ? [] : [.text(value)] }
  public init(_ text: String) { self.init(stringLiteral: text) }
  public init(stringInterpolation: StringInterpolation) { runs = stringInterpolation.runs }

  public struct StringInterpolation: StringInterpolationProtocol {
    var runs: [Run] = []

    public init(literalCapacity: Int, interpolationCount: Int) {}
    public mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { runs.append(.text(literal)) }
    }
    public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      runs.append(.text(value.description))
    }
    public mutating func appendInterpolation(_ prose: Prose) { runs += prose.runs }
    public mutating func appendInterpolation(strong text: String) { runs.append(.strong(text)) }
    public mutating func appendInterpolation(emphasis text: String) {
      runs.append(.emphasis(text))
    }
    public mutating func appendInterpolation(code text: String) { runs.append(.code(text)) }
    public mutating func appendInterpolation(link text: String, to url: String) {
      runs.append(.link(text, url: url))
    }
    public mutating func appendInterpolation(reference id: String) {
      runs.append(.reference(id: id))
    }
  }

  /// The words alone; references read as their id.
  public var plainText: String {
    runs.map {
      switch $0 {
      case .text(let t), .strong(let t), .emphasis(let t), .code(let t), .link(let t, _): t
      case .reference(let id): id
      }
    }.joined()
  }

  /// A number stays on one line with its per cent sign, and "95 % CI" stays whole.
  static func unbroken(_ words: String) -> String {
    words.replacing(" % CI", with: "\u{A0}%\u{A0}CI").replacing(" %", with: "\u{A0}%")
  }
}
