/// One object in a pack: header, note, payload. All integers little-endian.
///
/// | bytes | content |
/// |---|---|
/// | 8 | `SEPALOB1` |
/// | 32 | key |
/// | 32 | SHA-256 of the payload |
/// | 8 | payload length |
/// | 4 | note length |
/// | 8 | first bytes of the SHA-256 of all the above |
///
/// The note (UTF-8) says what the object is and what went into its key; see `ObjectNote`.
struct PackRecord {
  static let magic = Array("SEPALOB1".utf8)
  static let headerSize = 92
  static let maximumNote = 1 << 20

  let key: Digest
  let payloadDigest: Digest
  let payloadLength: Int
  let noteLength: Int

  var size: Int { Self.headerSize + noteLength + payloadLength }

  /// The record's bytes, ready to append.
  static func bytes(key: Digest, note: [UInt8], payload: [UInt8]) -> [UInt8] {
    var bytes = magic + key.bytes + Digest(of: payload).bytes
    bytes += (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (8 * $0)) }
    bytes += (0..<4).map { UInt8(truncatingIfNeeded: note.count >> (8 * $0)) }
    bytes += Digest(of: bytes).bytes.prefix(8)
    bytes.reserveCapacity(bytes.count + note.count + payload.count)
    bytes += note
    bytes += payload
    return bytes
  }

  /// nil when `header` is no intact header: a torn tail or damage.
  init?(header: [UInt8]) {
    guard header.count == Self.headerSize, Array(header[..<8]) == Self.magic,
      Array(Digest(of: Array(header[..<84])).bytes.prefix(8)) == Array(header[84...]),
      let key = Digest(bytes: header[8..<40]), let payloadDigest = Digest(bytes: header[40..<72])
    else { return nil }
    func integer(_ range: Range<Int>) -> UInt64 {
      header[range].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    guard integer(72..<80) < 1 << 40, integer(80..<84) <= UInt64(Self.maximumNote) else {
      return nil
    }
    self.key = key
    self.payloadDigest = payloadDigest
    payloadLength = Int(integer(72..<80))
    noteLength = Int(integer(80..<84))
  }
}
