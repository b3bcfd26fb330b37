/// Writes integers as LEB128: seven bits a byte, the lowest first.
package struct ByteWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func write(_ value: Int) {
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
package struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether all has been read. Stays false where `read` came upon something it cannot read.
  package var isAtEnd: Bool { position == bytes.count }

  /// What has not been read.
  package var rest: ArraySlice<UInt8> { bytes[position...] }

  /// The next integer; nil, without moving on, at the end and for one of more than 63 bits.
  package mutating func read() -> Int? {
    var (value, shift, next) = (UInt64(0), UInt64(0), position)
    while next < bytes.count, shift < 63 {
      let byte = bytes[next]
      next += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 {
        position = next
        return Int(value)
      }
      shift += 7
    }
    return nil
  }

  /// The next integer, which must not be larger than `limit`.
  package mutating func read(upTo limit: Int) -> Int? {
    guard let value = read(), value <= limit else { return nil }
    return value
  }
}
