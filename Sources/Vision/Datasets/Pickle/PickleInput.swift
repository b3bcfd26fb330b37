/// The bytes of a pickle, read forwards within their bounds.
struct PickleInput {
  private let bytes: ArraySlice<UInt8>
  private var position: Int
  /// Where the opcode that is being read began, from the pickle's start.
  private(set) var start = 0

  init(_ bytes: ArraySlice<UInt8>) { (self.bytes, position) = (bytes, bytes.startIndex) }

  var remaining: Int { bytes.endIndex - position }

  /// The next opcode.
  mutating func byte() throws(PickleError) -> UInt8 {
    start = position - bytes.startIndex
    guard position < bytes.endIndex else { throw .truncated(offset: start) }
    defer { position += 1 }
    return bytes[position]
  }

  /// An unsigned little-endian integer of `count` bytes, at most `Int.max`.
  mutating func unsigned(_ count: Int) throws(PickleError) -> Int {
    let value = try take(count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard let value = Int(exactly: value) else {
      throw .malformed(reason: "a length of \(value)", offset: start)
    }
    return value
  }

  /// A two's complement little-endian integer of `count` bytes, at most 8; 0 for none.
  mutating func signed(_ count: Int) throws(PickleError) -> Int {
    let field = try take(count)
    let isNegative = (field.last ?? 0) & 0x80 != 0
    let bits = field.reversed().reduce(isNegative ? UInt64.max : 0) { $0 << 8 | UInt64($1) }
    return Int(Int64(bitPattern: bits))
  }

  mutating func double() throws(PickleError) -> Double {
    Double(bitPattern: try take(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  mutating func take(_ count: Int) throws(PickleError) -> ArraySlice<UInt8> {
    guard count <= remaining else { throw .truncated(offset: bytes.count) }
    defer { position += count }
    return bytes[position..<position + count]
  }

  /// The bytes up to the next newline, which is stepped over.
  mutating func line() throws(PickleError) -> ArraySlice<UInt8> {
    guard let end = bytes[position...].firstIndex(of: 0x0A) else {
      throw .truncated(offset: bytes.count)
    }
    defer { position = end + 1 }
    return bytes[position..<end]
  }

  mutating func utf8(_ count: Int) throws(PickleError) -> String {
    guard let text = String(validating: try take(count), as: UTF8.self) else {
      throw .malformed(reason: "text that is not UTF-8", offset: start)
    }
    return text
  }

  mutating func utf8Line() throws(PickleError) -> String {
    guard let text = String(validating: try line(), as: UTF8.self) else {
      throw .malformed(reason: "text that is not UTF-8", offset: start)
    }
    return text
  }

  mutating func integerLine() throws(PickleError) -> Int {
    let line = try utf8Line()
    guard let value = Int(line.hasSuffix("L") ? String(line.dropLast()) : line) else {
      throw .malformed(reason: "\(line.prefix(32)) is no integer that fits", offset: start)
    }
    return value
  }
}
