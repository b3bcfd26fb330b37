import CPNG

/// PNG files in memory, through libpng; 8-bit grey and palette files, which masks and label maps
/// are, take a faster way with the same result.
public enum PNGCodec {
  /// Decodes a whole file. `path` is only named in errors.
  ///
  /// Throws: `ImageFileError` for bytes that are not a PNG, end early or are damaged (checksums are
  /// verified), and for a size beyond `limits`, before any pixel is allocated.
  public static func decode(
    _ bytes: [UInt8], path: String, limits: ImageLimits = ImageLimits()
  ) throws(ImageFileError) -> PNGImage {
    let header = try PNGHeader(bytes, path: path)
    try limits.check(width: header.width, height: header.height, path: path)
    if header.depth == 8, header.colour.channels == 1, !header.isInterlaced {
      let decoding = Decoding(bytes, header, isPlain: true)
      // Whatever is amiss there, libpng judges.
      if decoding.status == SEPAL_PNG_OK { return decoding.image(header) }
    }
    return try decodeWithLibPNG(bytes, header, path: path)
  }

  /// Width and height, from the header alone.
  ///
  /// Throws: `ImageFileError` for bytes that do not start with an intact PNG header.
  public static func size(
    _ bytes: [UInt8], path: String
  ) throws(ImageFileError) -> (width: Int, height: Int) {
    let header = try PNGHeader(bytes, path: path)
    return (header.width, header.height)
  }

  /// The white pixels of a mask file; see `PNGImage.whitePixels`.
  ///
  /// Throws: as `decode`.
  public static func decodeMask(
    _ bytes: [UInt8], path: String, limits: ImageLimits = ImageLimits()
  ) throws(ImageFileError) -> BinaryMask {
    try decode(bytes, path: path, limits: limits).whitePixels
  }

  /// As `decode`, without the faster way for plain files: the yardstick it is compared with.
  package static func decodeWithLibPNG(
    _ bytes: [UInt8], path: String
  ) throws(ImageFileError) -> PNGImage {
    let header = try PNGHeader(bytes, path: path)
    try ImageLimits().check(width: header.width, height: header.height, path: path)
    return try decodeWithLibPNG(bytes, header, path: path)
  }

  private static func decodeWithLibPNG(
    _ bytes: [UInt8], _ header: PNGHeader, path: String
  ) throws(ImageFileError) -> PNGImage {
    let decoding = Decoding(bytes, header, isPlain: false)
    switch decoding.status {
    case SEPAL_PNG_OK: return decoding.image(header)
    case SEPAL_PNG_TRUNCATED: throw .truncated(path: path)
    case SEPAL_PNG_OUT_OF_MEMORY: throw .unreadable(path: path, reason: "out of memory")
    default: throw .corrupt(path: path, detail: decoding.message)
    }
  }
}

/// What one call of the C decoder left behind.
private struct Decoding {
  var status = SEPAL_PNG_OK
  var samples: [UInt8] = []
  var palette = [UInt8](repeating: 0, count: Int(SEPAL_PNG_PALETTE))
  var message = ""

  init(_ bytes: [UInt8], _ header: PNGHeader, isPlain: Bool) {
    let (width, height) = (UInt32(header.width), UInt32(header.height))
    let (rowBytes, count) = (header.rowBytes, header.rowBytes * header.height)
    var paletteBytes = 0
    var text = [CChar](repeating: 0, count: Int(SEPAL_PNG_MESSAGE))
    let capacity = isPlain ? sepal_png_plain_buffer(width, height) : count
    // Sound: the decoders read `bytes.count` bytes, write at most `capacity` bytes of samples (the
    // first `count` of them where they answer OK), a palette of SEPAL_PNG_PALETTE and a message of
    // SEPAL_PNG_MESSAGE bytes, which the buffers hold, and keep no pointer.
    samples = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { samples, initialized in
      unsafe bytes.withUnsafeBufferPointer { file in
        status =
          if isPlain {
            unsafe sepal_png_decode_plain(
              file.baseAddress, file.count, width, height, samples.baseAddress, &palette,
              &paletteBytes)
          } else {
            unsafe sepal_png_decode(
              file.baseAddress, file.count, width, height, rowBytes, samples.baseAddress, &palette,
              &paletteBytes, &text)
          }
      }
      initialized = status == SEPAL_PNG_OK ? count : 0
    }
    palette.removeLast(palette.count - paletteBytes)
    message = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func image(_ header: PNGHeader) -> PNGImage {
    PNGImage(header: header, samples: samples, palette: palette)
  }
}

/// What to encode, in the file's own terms.
struct PNGSamples {
  var width: Int
  var height: Int
  var colour: PNGHeader.Colour
  var depth = 8
  /// One byte per sample, interleaved, row-major; not scaled below 8 bits.
  var samples: [UInt8]
  /// RGB triples.
  var palette: [UInt8] = []
  /// One byte per palette entry, from the first on; entries without one are opaque.
  var alpha: [UInt8] = []
  /// zlib's level: 0 stores, 9 is smallest.
  var compression: Int
  /// Whether the samples are long runs of few values, for which a special strategy is faster.
  var hasLongRuns = false

  /// The file. Equal samples give equal bytes under equal versions of libpng and zlib.
  func encoded() -> [UInt8] {
    requireConsistency()
    // Sound: the three arrays outlive the call, `samples` holds `height` rows of `rowBytes` and
    // the other two as many entries as stated (checked above); the shim keeps no pointer.
    return unsafe samples.withUnsafeBufferPointer { samples in
      unsafe palette.withUnsafeBufferPointer { palette in
        unsafe alpha.withUnsafeBufferPointer { alpha in
          var source = unsafe sepal_png_source(
            width: UInt32(width), height: UInt32(height), bit_depth: Int32(depth),
            color_type: Int32(colour.rawValue), samples: samples.baseAddress,
            row_bytes: width * colour.channels,
            palette: palette.isEmpty ? nil : palette.baseAddress,
            palette_entries: Int32(palette.count / 3),
            alpha: alpha.isEmpty ? nil : alpha.baseAddress, alpha_entries: Int32(alpha.count),
            level: Int32(compression),
            strategy: hasLongRuns ? SEPAL_PNG_RUNS : SEPAL_PNG_GENERAL)
          return unsafe Self.encode(&source)
        }
      }
    }
  }

  private static func encode(_ source: inout sepal_png_source) -> [UInt8] {
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    var text = [CChar](repeating: 0, count: Int(SEPAL_PNG_MESSAGE))
    // Sound: the shim reads what `source` points to, which the caller keeps alive, and hands over
    // a buffer of `count` bytes that is released below, after its contents are copied.
    let status = unsafe sepal_png_encode(&source, &bytes, &count, &text)
    defer { unsafe sepal_png_release(bytes) }
    precondition(status == SEPAL_PNG_OK, "PNGCodec: libpng refused to encode (status \(status))")
    return unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: count))
  }

  private func requireConsistency() {
    precondition(
      width > 0 && height > 0 && samples.count == width * height * colour.channels,
      "PNGCodec: \(samples.count) samples for \(width)×\(height)×\(colour.channels)")
    precondition(
      palette.count % 3 == 0 && palette.count <= 768 && palette.isEmpty == (colour != .palette),
      "PNGCodec: a palette of \(palette.count) bytes for \(colour)")
    precondition(
      alpha.count <= palette.count / 3,
      "PNGCodec: \(alpha.count) alphas, \(palette.count / 3) colours")
    precondition((0...9).contains(compression), "PNGCodec: compression \(compression) of 0...9")
  }
}

extension PNGCodec {
  /// The version of libpng in use.
  static var libraryVersion: String {
    // Sound: the shim returns a C string of static storage.
    unsafe String(cString: sepal_png_library_version())
  }
}
