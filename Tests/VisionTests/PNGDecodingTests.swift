import TestSupport
import Foundation
import Testing
import Vision

@Suite("Reading PNG files")
struct PNGDecodingTests {
  @Test("every form of PNG gives the colours that Pillow gives", arguments: try PNGForm.all())
  func colours(form: PNGForm) throws {
    let image = try PNGCodec.decode(form.bytes, path: form.name).rgb
    #expect((image.width, image.height) == (form.width, form.height))
    #expect(image.pixels == [UInt8](form.rgb))
  }

  @Test("palette and grey files give the labels that Pillow gives", arguments: try PNGForm.all())
  func labels(form: PNGForm) throws {
    let image = try PNGCodec.decode(form.bytes, path: form.name)
    if let labels = form.labels {
      #expect(try image.labels(path: form.name).labels == [UInt8](labels))
    } else {
      let error = #expect(throws: ImageFileError.self) { try image.labels(path: form.name) }
      guard case .unsupported(form.name, _) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test("the fast way gives what libpng gives", arguments: try PNGForm.all())
  func fastWay(form: PNGForm) throws {
    let image = try PNGCodec.decode(form.bytes, path: form.name)
    #expect(try image == PNGCodec.decodeWithLibPNG(form.bytes, path: form.name))
  }

  @Test("16-bit grey within 8 bits is a label map")
  func narrowSixteenBits() throws {
    // Two stored rows of one pixel: 7 and 255.
    let stream: [UInt8] = [
      0x78, 0x01, 0x01, 6, 0, 0xf9, 0xff, 0, 0, 7, 0, 0, 255, 0x01, 0x21, 0x01, 0x07,
    ]
    let header = bigEndian(1) + bigEndian(2) + [16, 0, 0, 0, 0]
    let bytes =
      pngSignature + pngChunk("IHDR", header) + pngChunk("IDAT", stream) + pngChunk("IEND", [])
    let image = try PNGCodec.decode(bytes, path: "a.png")
    #expect(try image.labels(path: "a.png").labels == [7, 255])
  }

  @Test("the size is read from the header alone")
  func size() throws {
    let size = try PNGCodec.size(pngHead(width: 20_000, height: 3), path: "a.png")
    #expect(size == (20_000, 3))
  }

  @Test("a pixel is in the mask only where it is white", arguments: [0, 1, 128, 254, 255])
  func whitePixels(value: UInt8) throws {
    let bytes = PNGCodec.encodeGrey(width: 3, height: 1, pixels: [0, value, 255])
    let mask = try PNGCodec.decodeMask(bytes, path: "a.png")
    #expect([mask[0, 0], mask[1, 0], mask[2, 0]] == [false, value == 255, true])
  }

  @Test("a mask is the same from 1-bit grey, 8-bit grey, palette and colour files")
  func maskForms() throws {
    let mask = randomMask(width: 67, height: 31, run: 9, seed: 4)
    let (width, height) = (mask.width, mask.height)
    let labels = LabelMap(width: width, height: height, labels: mask.values())
    let pixels = mask.values(set: 255).flatMap { [$0, $0, $0] }
    let files = [
      PNGCodec.encodeBits(mask),
      PNGCodec.encodeMask(mask),
      PNGCodec.encodePalette(labels, palette: [255, 255, 0, 255, 255, 255]),
      PNGCodec.encodeRGB(RGBImage(width: width, height: height, pixels: pixels)),
    ]
    for file in files { #expect(try PNGCodec.decodeMask(file, path: "a.png") == mask) }
  }

  @Test(
    "real label maps decode the same both ways",
    .enabled(if: realData != nil, "needs the VOC label maps of SEPAL_DATA"))
  func realLabelMaps() throws {
    let folder = try #require(realData) + "/voc2012/SegmentationClass"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().prefix(20)
    #expect(!names.isEmpty)
    for name in names {
      let path = folder + "/" + name
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
      let image = try PNGCodec.decode(bytes, path: path)
      #expect(try image == PNGCodec.decodeWithLibPNG(bytes, path: path))
      let present = try image.labels(path: path).presentLabels
      #expect(present.allSatisfy { $0 <= 20 || $0 == LabelMap.void })
    }
  }
}

/// The folder of real data, where it is at hand.
private let realData: String? = {
  let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  let data =
    ProcessInfo.processInfo.environment["SEPAL_DATA"]
    ?? package.deletingLastPathComponent().appending(path: "shared/data").path
  let labels = data + "/voc2012/SegmentationClass"
  return FileManager.default.fileExists(atPath: labels) ? data : nil
}()
