import Report

extension HTMLSample {
  /// Small drawn images: a disc on a gradient, and layers that hit or miss it.
  static func gallery(items count: Int = 3, prefix: String = "drawn_") -> Gallery {
    Gallery(
      id: "nms-images",
      items: (0..<count).map { index in
        let disc = PaintedImage.disc(shift: 0, seed: index)
        return GalleryItem(
          id: prefix + String(index), badge: CellText.points(0.3 - Double(index) / 10),
          photograph: PaintedImage.photograph(seed: index),
          layers: [
            .init(id: "seed", name: "CAM seed", image: PaintedImage.disc(shift: -9, seed: index)),
            .init(id: "masks", name: "Masks", image: PaintedImage.disc(shift: 5, seed: index)),
            .init(id: "sepl", name: "SEPL", image: PaintedImage.disc(shift: 2, seed: index)),
            .init(id: "truth", name: "Truth", image: disc),
          ],
          measures: [Fact("IoU at 0.7", "71.3"), Fact("IoU at 0.5", "64.0")],
          legend: [LegendEntry("disc", RGBA(hex: 0xC00000))])
      },
      caption: "Sample images with their layers.", sampledFrom: 311)
  }
}

/// Images made of a formula, written as PNG with stored (uncompressed) blocks.
enum PaintedImage {
  static let width = 64
  static let height = 48

  static func photograph(seed: Int) -> EncodedImage {
    png { x, y in
      let isInside = isInDisc(x, y, shift: 0, seed: seed)
      return isInside ? [220, 180, 60, 255] : [UInt8(40 + x * 2), UInt8(90 + y * 2), 150, 255]
    }
  }

  static func disc(shift: Int, seed: Int) -> EncodedImage {
    png { x, y in isInDisc(x, y, shift: shift, seed: seed) ? [192, 0, 0, 255] : [0, 0, 0, 0] }
  }

  private static func isInDisc(_ x: Int, _ y: Int, shift: Int, seed: Int) -> Bool {
    let dx = x - 30 - shift - seed % 5
    let dy = y - 24
    return dx * dx + dy * dy < 15 * 15
  }

  static func png(_ color: (Int, Int) -> [UInt8]) -> EncodedImage {
    var scanlines: [UInt8] = []
    for y in 0..<height {
      scanlines.append(0)
      for x in 0..<width { scanlines += color(x, y) }
    }
    let size = UInt16(scanlines.count)
    let stored: [UInt8] =
      [0x78, 0x01, 1] + [
        UInt8(size & 255), UInt8(size >> 8), UInt8(~size & 255), UInt8(~size >> 8),
      ]
      + scanlines + word(adler32(scanlines))
    let header = word(UInt32(width)) + word(UInt32(height)) + [8, 6, 0, 0, 0]
    let bytes: [UInt8] =
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", header) + chunk("IDAT", stored) + chunk("IEND", [])
    return EncodedImage(format: .png, width: width, height: height, bytes: bytes)
  }

  private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return word(UInt32(data.count)) + body + word(crc32(body))
  }

  private static func word(_ x: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: x >> $0) }
  }

  private static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    return b << 16 | a
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
      }
    }
  }
}
