/// The first bytes by which image files are told apart.
enum ImageSignature {
  static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF]
  static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// What a file that begins with `bytes` seems to be, in words for an error.
  static func describe(_ bytes: [UInt8]) -> String {
    if bytes.isEmpty { return "an empty file" }
    for (start, name) in known where bytes.starts(with: start) { return name }
    let digits = bytes.prefix(8).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "bytes \(digits.joined(separator: " "))"
  }

  private static let known: [(start: [UInt8], name: String)] = [
    (jpeg, "a JPEG image"),
    (png, "a PNG image"),
    (Array("GIF8".utf8), "a GIF image"),
    (Array("BM".utf8), "a BMP image"),
    (Array("RIFF".utf8), "a RIFF file (WebP?)"),
    ([0x49, 0x49, 0x2A, 0x00], "a TIFF image"),
    ([0x4D, 0x4D, 0x00, 0x2A], "a TIFF image"),
    (Array("%PDF".utf8), "a PDF document"),
    (Array("PK".utf8), "a ZIP archive"),
    ([0x1F, 0x8B], "a gzip archive"),
    ([0x93] + Array("NUMPY".utf8), "a NumPy array"),
    (Array("version https://git-lfs".utf8), "a Git LFS pointer; run git lfs pull"),
    (Array("<".utf8), "markup (an HTML error page?)"),
  ]
}
