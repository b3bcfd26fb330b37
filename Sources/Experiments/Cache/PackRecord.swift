/// One object's header in a pack; its note and its payload follow. All integers little-endian.
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
package struct PackRecord: Sendable, Equatable {
  private static let magic = Array("SEPALOB1".utf8)
  package static let headerSize = 92
  private static let maximumNote = 1 << 20
  private static let maximumPayload = 1 << 40

  package let key: Digest
  package let payloadDigest: Digest
  package let payloadLength: Int
  package let noteLength: Int

  /// Bytes of header, note and payload.
  package var size: Int { Self.headerSize + noteLength + payloadLength }

  /// The record of an object about to be stored.
  package init(key: Digest, note: [UInt8], payload: [UInt8]) {
    precondition(
      note.count <= Self.maximumNote && payload.count < Self.maximumPayload,
      "PackRecord: a note of \(note.count) bytes, a payload of \(payload.count)")
    self.key = key
    payloadDigest = Digest(of: payload)
    payloadLength = payload.count
    noteLength = note.count
  }

  package var header: [UInt8] {
    var bytes = Self.magic + key.bytes + payloadDigest.bytes
    bytes += (0..<8).map { UInt8(truncatingIfNeeded: payloadLength >> (8 * $0)) }
    bytes += (0..<4).map { UInt8(truncatingIfNeeded: noteLength >> (8 * $0)) }
    return bytes + Digest(of: bytes).bytes.prefix(8)
  }

  /// nil when `header` is no intact header: a torn tail or damage.
  package init?(header: [UInt8]) {
    guard header.count == Self.headerSize, header.starts(with: Self.magic),
      Digest(of: Array(header[..<84])).bytes.starts(with: header[84...]),
      let key = Digest(bytes: header[8..<40]), let payloadDigest = Digest(bytes: header[40..<72])
    else { return nil }
    func integer(_ range: Range<Int>) -> UInt64 {
      header[range].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    guard integer(72..<80) < UInt64(Self.maximumPayload),
      integer(80..<84) <= UInt64(Self.maximumNote)
    else { return nil }
    self.key = key
    self.payloadDigest = payloadDigest
    payloadLength = Int(integer(72..<80))
    noteLength = Int(integer(80..<84))
  }
}
