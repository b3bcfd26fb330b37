/// Writes integers as LEB128: seven bits a byte, the lowest first.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ value: Int) {
    precondition(value >= 0, "ByteWriter: \(value)")
    var rest = UInt64(value)
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// Reads what `ByteWriter` wrote.
struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  /// The next integer; nil at the end, or for one of more than 62 bits.
  mutating func read() -> Int? {
    var (value, shift) = (UInt64(0), UInt64(0))
    while position < bytes.count, shift < 63 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(exactly: value) }
      shift += 7
    }
    return nil
  }

  /// The next integer, which must not be larger than `limit`.
  mutating func read(upTo limit: Int) -> Int? {
    guard let value = read(), value <= limit else { return nil }
    return value
  }
}
