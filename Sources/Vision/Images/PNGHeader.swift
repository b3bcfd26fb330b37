/// What a PNG file says of itself in its first 33 bytes.
/// Source: Portable Network Graphics, second edition (ISO/IEC 15948:2003), section 11.2.2.
struct PNGHeader: Equatable {
  enum Colour: UInt8 {
    case grey = 0
    case rgb = 2
    case palette = 3
    case greyAlpha = 4
    case rgba = 6

    var channels: Int {
      switch self {
      case .grey, .palette: 1
      case .greyAlpha: 2
      case .rgb: 3
      case .rgba: 4
      }
    }

    fileprivate var depths: [UInt8] {
      switch self {
      case .grey: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      case .rgb, .greyAlpha, .rgba: [8, 16]
      }
    }
  }

  let width: Int
  let height: Int
  let depth: Int
  let colour: Colour
  let isInterlaced: Bool

  /// Samples of one byte up to 8 bits, of two bytes at 16.
  var rowBytes: Int { width * colour.channels * (depth == 16 ? 2 : 1) }

  private static let signature: [UInt8] = [137, 80, 78, 71, 13, 10, 26, 10]
  private static let end = 33

  /// Throws: `ImageFileError.foreign` without PNG's signature, `.truncated`, `.corrupt` for a
  /// header that fails its checksum or that the standard does not allow.
  init(_ bytes: [UInt8], path: String) throws(ImageFileError) {
    guard bytes.starts(with: Self.signature) else {
      if !bytes.isEmpty && Self.signature.starts(with: bytes) { throw .truncated(path: path) }
      throw .foreign(path: path, expected: "a PNG file", found: describe(bytes))
    }
    guard bytes.count >= Self.end else { throw .truncated(path: path) }
    func number(at offset: Int) -> UInt32 {
      bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
    guard number(at: 8) == 13, bytes[12..<16].elementsEqual("IHDR".utf8) else {
      throw .corrupt(path: path, detail: "the first chunk is not a PNG header")
    }
    guard crc32(bytes[12..<29]) == number(at: 29) else {
      throw .corrupt(path: path, detail: "the header fails its checksum")
    }
    guard let colour = Colour(rawValue: bytes[25]), colour.depths.contains(bytes[24]),
      bytes[26] == 0, bytes[27] == 0, bytes[28] <= 1
    else {
      throw .corrupt(path: path, detail: "a header that PNG does not allow: \(bytes[24..<29])")
    }
    self.width = Int(number(at: 16))
    self.height = Int(number(at: 20))
    self.depth = Int(bytes[24])
    self.colour = colour
    self.isInterlaced = bytes[28] == 1
  }
}

/// The first bytes of a file that is not a PNG, for a message.
private func describe(_ bytes: [UInt8]) -> String {
  if bytes.isEmpty { return "an empty file" }
  if bytes.starts(with: [0xff, 0xd8, 0xff]) { return "a JPEG file" }
  let digits = bytes.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
  return "bytes " + digits.joined(separator: " ")
}

/// PNG's checksum of a few bytes.
private func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
  var remainder = UInt32.max
  for byte in bytes {
    remainder ^= UInt32(byte)
    for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xedb8_8320 : 0) }
  }
  return ~remainder
}
