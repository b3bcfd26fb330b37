import Testing
import Vision

@Suite("Resizing as Pillow does")
struct ImageResizingTests {
  struct Golden: Decodable, Sendable, CustomTestStringConvertible {
    var size: [Int]
    var target: [Int]
    var sharp: Bool
    var crc32: String
    var testDescription: String { "\(size) to \(target)\(sharp ? ", sharp" : "")" }
  }

  @Test("every bit is Pillow's", arguments: try SAMFixtures.fixture("resizing", as: [Golden].self))
  func golden(_ golden: Golden) {
    let image = Self.picture(width: golden.size[0], height: golden.size[1], sharp: golden.sharp)
    let resized = image.resized(width: golden.target[0], height: golden.target[1])
    #expect([resized.width, resized.height] == golden.target)
    #expect(DatasetFixtures.crc32(resized.pixels) == golden.crc32)
  }

  @Test("an even colour stays itself", arguments: [(1, 9), (9, 1), (40, 3), (1, 1), (300, 200)])
  func even(width: Int, height: Int) {
    let pixels = (0..<13 * 17).flatMap { _ in [0, 128, 255] as [UInt8] }
    let resized = RGBImage(width: 13, height: 17, pixels: pixels)
      .resized(width: width, height: height)
    #expect(resized.pixels == (0..<width * height).flatMap { _ in [0, 128, 255] as [UInt8] })
  }

  @Test("a crop holds the pixels of its box")
  func cropping() {
    let image = Self.picture(width: 9, height: 7, sharp: false)
    let box = PixelBox(minX: 2, minY: 3, maxX: 6, maxY: 7)
    let crop = image.cropped(to: box)
    #expect((crop.width, crop.height) == (4, 4))
    for y in 0..<4 {
      for x in 0..<4 {
        let (from, to) = (((y + 3) * 9 + x + 2) * 3, (y * 4 + x) * 3)
        #expect(crop.pixels[to..<to + 3] == image.pixels[from..<from + 3])
      }
    }
    #expect(image.cropped(to: PixelBox(minX: 0, minY: 0, maxX: 9, maxY: 7)) == image)
  }

  @Test("a framed picture is normalised, and zero right of it and below")
  func framing() {
    let image = RGBImage(
      width: 5, height: 2, pixels: (0..<10).flatMap { _ in [255, 0, 104] as [UInt8] })
    let format = FrameFormat(side: 16)
    let framed = FramedImage(image, format: format)
    #expect((framed.frame.width, framed.frame.height) == (16, 6))
    #expect(framed.pixels.shape == [3, 16, 16])
    // (value - mean) / deviation, rounded to f32 after each step.
    let colours: [Float] = [
      (255 - 123.675) / 58.395, (0 - 116.28) / 57.12, (104 - 103.53) / 57.375,
    ]
    for (index, value) in framed.pixels.values.enumerated() {
      let isPadding = index / 16 % 16 >= 6
      #expect(value == (isPadding ? 0 : colours[index / 256]))
    }
  }

  static func picture(width: Int, height: Int, sharp: Bool) -> RGBImage {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * 3)
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<3 {
          let value = (3 * x * x + 7 * y * y * y + x * y * (c + 1) + 85 * c) % 256
          pixels.append(sharp ? (value > 127 ? 255 : 0) : UInt8(value))
        }
      }
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }
}
