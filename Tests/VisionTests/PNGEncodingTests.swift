import TestSupport
import Testing
import Vision

@Suite("Writing PNG files")
struct PNGEncodingTests {
  private let palette = (0..<256).flatMap { [UInt8($0), UInt8(255 - $0), UInt8($0 / 2)] }

  @Test("labels survive a palette file, at every level of compression", arguments: [0, 1, 6, 9])
  func palette(level: Int) throws {
    var random = CaseGenerator(seed: 1)
    let values = randomValues(width: 53, height: 21, run: 5, using: &random)
    let labels = LabelMap(width: 53, height: 21, labels: values)
    let bytes = PNGCodec.encodePalette(labels, palette: palette, compression: level)
    let image = try PNGCodec.decode(bytes, path: "a.png")
    #expect(try image.labels(path: "a.png") == labels)
    #expect(image.rgb.pixels == values.flatMap { palette[3 * Int($0)..<3 * Int($0) + 3] })
  }

  @Test("alpha per palette entry is written as a tRNS chunk")
  func alpha() {
    let labels = LabelMap(width: 2, height: 1, labels: [0, 2])
    let bytes = PNGCodec.encodePalette(labels, palette: Array(palette[..<9]), alpha: [0, 128])
    let expected = pngChunk("PLTE", Array(palette[..<9])) + pngChunk("tRNS", [0, 128])
    #expect(Array(bytes[33..<33 + expected.count]) == expected)
  }

  @Test("grey, RGB and RGBA pixels survive")
  func pixels() throws {
    var random = CaseGenerator(seed: 2)
    let values = randomValues(width: 36, height: 11, using: &random)
    let grey = PNGCodec.encodeGrey(width: 36, height: 11, pixels: values)
    #expect(try PNGCodec.decode(grey, path: "a.png").labels(path: "a.png").labels == values)
    let image = RGBImage(width: 12, height: 11, pixels: values)
    #expect(try PNGCodec.decode(PNGCodec.encodeRGB(image), path: "a.png").rgb == image)
    let rgba = PNGCodec.encodeRGBA(width: 9, height: 11, pixels: values)
    let opaque = values.indices.filter { $0 % 4 != 3 }.map { values[$0] }
    #expect(try PNGCodec.decode(rgba, path: "a.png").rgb.pixels == opaque)
  }

  @Test("masks of odd sizes survive as 8-bit and as 1-bit grey", arguments: oddSizes)
  func masks(width: Int, height: Int) throws {
    let mask = randomMask(width: width, height: height, run: 20, seed: 3)
    for bytes in [PNGCodec.encodeMask(mask), PNGCodec.encodeBits(mask)] {
      #expect(try PNGCodec.decodeMask(bytes, path: "a.png") == mask)
    }
    let grey = try PNGCodec.decode(PNGCodec.encodeMask(mask), path: "a.png")
    #expect(try grey.labels(path: "a.png").labels == mask.values(set: 255))
  }

  @Test("the same pixels give the same bytes")
  func deterministic() {
    let mask = randomMask(width: 200, height: 100, run: 30, seed: 5)
    #expect(PNGCodec.encodeMask(mask) == PNGCodec.encodeMask(mask))
    #expect(PNGCodec.encodeMask(mask) != PNGCodec.encodeMask(mask.transposed))
  }
}
