/// PNG files as bytes. Equal input gives equal bytes under equal versions of libpng and zlib.
/// `compression` is zlib's level, 0 (stored) to 9 (smallest).
extension PNGCodec {
  /// An 8-bit palette file whose indices are the labels. `palette` holds RGB triples, one for every
  /// label that occurs; `alpha` one byte per entry from the first on, missing ones opaque.
  public static func encodePalette(
    _ labels: LabelMap, palette: [UInt8], alpha: [UInt8]? = nil, compression: Int = 6
  ) -> [UInt8] {
    let highest = Int(labels.labels.max() ?? 0)
    precondition(
      highest < palette.count / 3,
      "PNGCodec.encodePalette: label \(highest), \(palette.count / 3) colours")
    return PNGSamples(
      width: labels.width, height: labels.height, colour: .palette, samples: labels.labels,
      palette: palette, alpha: alpha ?? [], compression: compression
    ).encoded()
  }

  /// An 8-bit grey file; `pixels` is row-major.
  public static func encodeGrey(
    width: Int, height: Int, pixels: [UInt8], compression: Int = 6
  ) -> [UInt8] {
    PNGSamples(
      width: width, height: height, colour: .grey, samples: pixels, compression: compression
    ).encoded()
  }

  /// An 8-bit RGB file.
  public static func encodeRGB(_ image: RGBImage, compression: Int = 6) -> [UInt8] {
    PNGSamples(
      width: image.width, height: image.height, colour: .rgb, samples: image.pixels,
      compression: compression
    ).encoded()
  }

  /// An 8-bit RGBA file, alpha not premultiplied; `pixels` is row-major, interleaved.
  public static func encodeRGBA(
    width: Int, height: Int, pixels: [UInt8], compression: Int = 6
  ) -> [UInt8] {
    PNGSamples(
      width: width, height: height, colour: .rgba, samples: pixels, compression: compression
    ).encoded()
  }

  /// An 8-bit grey file, 255 in the mask and 0 outside: what SAM's `amg.py` writes.
  public static func encodeMask(_ mask: BinaryMask, compression: Int = 1) -> [UInt8] {
    PNGSamples(
      width: mask.width, height: mask.height, colour: .grey, samples: mask.values(set: 255),
      compression: compression, hasLongRuns: true
    ).encoded()
  }

  /// A 1-bit grey file, white in the mask: the smallest form.
  public static func encodeBits(_ mask: BinaryMask, compression: Int = 9) -> [UInt8] {
    PNGSamples(
      width: mask.width, height: mask.height, colour: .grey, depth: 1, samples: mask.values(),
      compression: compression
    ).encoded()
  }
}
