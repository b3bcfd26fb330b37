/// An element's type as NumPy spells it.
package enum NPYType: Sendable, Equatable {
  case number(NPYScalar, isBigEndian: Bool)
  case object

  /// Of a description such as `<f4`, `|b1`, `O8`; nil for text, structures and the like.
  init?(_ description: String) {
    var name = Substring(description)
    let isBigEndian = name.hasPrefix(">")
    if let order = name.first, "<>|=".contains(order) { name.removeFirst() }
    if name == "O" || name == "O8" {
      self = .object
    } else if let scalar = NPYScalar(rawValue: String(name)) {
      self = .number(scalar, isBigEndian: isBigEndian)
    } else {
      return nil
    }
  }
}

/// The dictionary at the start of a `.npy` file.
struct NPYHeader {
  let type: NPYType
  let isFortranOrder: Bool
  let shape: [Int]

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  private static let maximumLength = 1 << 16

  /// The header and the bytes after it.
  ///
  /// Throws: `NPYError.foreign`, `.truncated`, `.corrupt`, `.unsupported`.
  static func split(
    _ bytes: [UInt8], path: String
  ) throws(NPYError) -> (header: NPYHeader, data: ArraySlice<UInt8>) {
    guard bytes.starts(with: magic) else {
      throw .foreign(path: path, found: ImageSignature.describe(bytes))
    }
    guard bytes.count >= 12 else { throw .truncated(path: path) }
    guard (1...3).contains(bytes[6]) else {
      throw .unsupported(path: path, detail: "format \(bytes[6]) of .npy files")
    }
    let start = bytes[6] == 1 ? 10 : 12
    let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= maximumLength else {
      throw .corrupt(path: path, detail: "a header of \(length) bytes")
    }
    guard start + length <= bytes.count else { throw .truncated(path: path) }
    var literal = NPYLiteral(bytes[start..<start + length])
    return (try NPYHeader(&literal, path: path), bytes[(start + length)...])
  }

  private init(_ literal: inout NPYLiteral, path: String) throws(NPYError) {
    var (description, isFortranOrder, shape): (String?, Bool?, [Int]?)
    guard let fields = literal.dictionary() else {
      throw .unsupported(path: path, detail: "the header \(literal.text.prefix(120))")
    }
    for (key, value) in fields {
      switch (key, value) {
      case ("descr", .string(let text)): description = text
      case ("fortran_order", .bool(let flag)): isFortranOrder = flag
      case ("shape", .tuple(let sides)): shape = sides
      default: throw .corrupt(path: path, detail: "an unexpected field \(key) in the header")
      }
    }
    guard let description, let isFortranOrder, let shape else {
      throw .corrupt(path: path, detail: "a header without descr, fortran_order or shape")
    }
    guard let type = NPYType(description) else {
      throw .unsupported(path: path, detail: "an array of type \(description)")
    }
    (self.type, self.isFortranOrder, self.shape) = (type, isFortranOrder, shape)
  }
}

/// The part of Python's literals that a header uses: a dictionary from strings to a string, a
/// boolean or a tuple of integers.
private struct NPYLiteral {
  enum Value {
    case string(String)
    case bool(Bool)
    case tuple([Int])
  }

  private var rest: ArraySlice<UInt8>
  let text: String

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
    text = String(decoding: bytes, as: UTF8.self).filter { $0 != "\n" }
  }

  /// The fields in order; nil where the text is not of this form.
  mutating func dictionary() -> [(key: String, value: Value)]? {
    guard skip("{") else { return nil }
    var fields: [(key: String, value: Value)] = []
    while !skip("}") {
      guard let key = string(), skip(":"), let value = value() else { return nil }
      fields.append((key, value))
      guard skip(",") || peek == UInt8(ascii: "}") else { return nil }
    }
    return fields
  }

  private mutating func value() -> Value? {
    if let text = string() { return .string(text) }
    if skip("True") { return .bool(true) }
    if skip("False") { return .bool(false) }
    guard skip("(") else { return nil }
    var sides: [Int] = []
    while !skip(")") {
      guard let side = integer() else { return nil }
      sides.append(side)
      guard skip(",") || peek == UInt8(ascii: ")") else { return nil }
    }
    return .tuple(sides)
  }

  private mutating func string() -> String? {
    guard let quote = peek, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
      let end = rest.dropFirst().firstIndex(of: quote)
    else { return nil }
    defer { rest = rest[(end + 1)...] }
    return String(validating: rest[rest.startIndex + 1..<end], as: UTF8.self)
  }

  private mutating func integer() -> Int? {
    _ = peek
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest.dropFirst(digits.count)
    return Int(String(decoding: digits, as: UTF8.self))
  }

  private mutating func skip(_ word: String) -> Bool {
    _ = peek
    guard rest.starts(with: word.utf8) else { return false }
    rest = rest.dropFirst(word.utf8.count)
    return true
  }

  /// The next byte after white space, which is stepped over.
  private var peek: UInt8? {
    mutating get {
      rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
      return rest.first
    }
  }
}
