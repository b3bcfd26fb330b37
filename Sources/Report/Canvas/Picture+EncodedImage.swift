import Vision

extension Picture {
  /// `image` in the form that `surface` draws: a JPEG's own bytes on a PDF page, pixels elsewhere.
  ///
  /// Throws: `DrawingError.image` for bytes that are not what they claim, or more than 100
  /// megapixels.
  convenience init(_ image: EncodedImage, for surface: CairoSurface) throws(DrawingError) {
    try Picture.check(image)
    switch image.format {
    case .png:
      try self.init(png: image.bytes)
    case .jpeg where surface.embedsJPEG && !JPEGFrame.isCMYK(image.bytes):
      try self.init(embedding: image.bytes, width: image.width, height: image.height)
    case .jpeg:
      let pixels = try decodedJPEG(image)
      try self.init(width: pixels.width, height: pixels.height, rgb: pixels.words)
    }
  }

  /// Refuses what would take too much memory, by the size in the file and not the one claimed.
  private static func check(_ image: EncodedImage) throws(DrawingError) {
    do throws(ImageFileError) {
      try ImageLimits().check(width: image.width, height: image.height, path: "image")
    } catch {
      throw .image(format: image.format, detail: error.description)
    }
    let isJPEG = image.bytes.starts(with: [0xFF, 0xD8, 0xFF])
    let isPNG = image.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    guard image.format == .jpeg ? isJPEG : isPNG else {
      throw .image(format: image.format, detail: "the bytes are of another kind")
    }
    guard image.format == .png else { return }
    // The header chunk comes first: length, "IHDR", width, height.
    let words = image.bytes.dropFirst(16).prefix(8).map(Int.init)
    guard words.count == 8 else { throw .image(format: .png, detail: "the file is cut short") }
    let width = words[0..<4].reduce(0) { $0 << 8 | $1 }
    let height = words[4..<8].reduce(0) { $0 << 8 | $1 }
    guard width == image.width, height == image.height else {
      throw .image(
        format: .png,
        detail: "\(width)×\(height) pixels, not the \(image.width)×\(image.height) announced")
    }
  }
}

/// Decodes a JPEG for canvases that hold pixels.
///
/// Throws: `DrawingError.image`.
private func decodedJPEG(_ image: EncodedImage) throws(DrawingError) -> RGBImage {
  do throws(ImageFileError) {
    return try JPEGCodec.decode(image.bytes, path: "image").image
  } catch {
    throw .image(format: .jpeg, detail: error.description)
  }
}

extension RGBImage {
  /// Pixels as 0xRRGGBB.
  fileprivate var words: [UInt32] {
    stride(from: 0, to: pixels.count, by: 3).map {
      UInt32(pixels[$0]) << 16 | UInt32(pixels[$0 + 1]) << 8 | UInt32(pixels[$0 + 2])
    }
  }
}

/// The little that a PDF page must know of a JPEG before it takes the bytes as they are.
package enum JPEGFrame {
  /// Whether the file has four components: viewers disagree on whether those are inverted.
  package static func isCMYK(_ bytes: [UInt8]) -> Bool {
    var position = 2
    while position + 9 < bytes.count {
      guard bytes[position] == 0xFF else { return false }
      let marker = bytes[position + 1]
      switch marker {
      case 0xFF: position += 1
      case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF: return bytes[position + 9] == 4
      case 0xDA, 0xD9: return false
      default: position += 2 + Int(bytes[position + 2]) << 8 + Int(bytes[position + 3])
      }
    }
    return false
  }
}
