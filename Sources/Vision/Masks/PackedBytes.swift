/// Appends numbers in the form of `MaskSet.packed()`.
struct PackedWriter {
  var bytes: [UInt8]

  mutating func append(_ number: Int) { append(UInt(number)) }

  mutating func append(signed number: Int) { append(UInt(bitPattern: number << 1 ^ number >> 63)) }

  private mutating func append(_ number: UInt) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func append(_ value: Float) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
    }
  }
}

/// Reads bytes that nobody vouches for.
struct PackedReader {
  let bytes: [UInt8]
  var offset: Int

  func malformed(_ reason: String) -> MaskError {
    .malformedPacking(offset: offset, reason: reason)
  }

  /// A number of items that each take a byte at least, so that a damaged one asks for no more
  /// memory than the file is long.
  mutating func count(of items: String) throws(MaskError) -> Int {
    let count = try number()
    guard count <= bytes.count - offset else { throw malformed("more \(items) than bytes") }
    return count
  }

  mutating func number() throws(MaskError) -> Int {
    guard let value = Int(exactly: try bits()) else { throw malformed("a number too large") }
    return value
  }

  mutating func signed() throws(MaskError) -> Int {
    let bits = try bits()
    return Int(bitPattern: bits >> 1) ^ -Int(bits & 1)
  }

  private mutating func bits() throws(MaskError) -> UInt {
    var (value, shift) = (UInt(0), UInt(0))
    while true {
      let next = try byte()
      guard shift < 63 || next <= 1 else { throw malformed("a number too large") }
      value |= UInt(next & 0x7f) << shift
      if next < 0x80 { return value }
      shift += 7
    }
  }

  mutating func float() throws(MaskError) -> Float {
    var pattern: UInt32 = 0
    for shift in stride(from: UInt32(0), to: 32, by: 8) { pattern |= UInt32(try byte()) << shift }
    return Float(bitPattern: pattern)
  }

  mutating func byte() throws(MaskError) -> UInt8 {
    guard offset < bytes.count else { throw malformed("the end came early") }
    offset += 1
    return bytes[offset - 1]
  }
}
