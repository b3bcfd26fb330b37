import Testing
import Vision

@Suite("JPEG files")
struct JPEGCodecTests {
  struct Golden: Decodable {
    struct File: Decodable {
      var width: Int
      var height: Int
      var crc32: String
    }
    var files: [String: File]
  }

  @Test("grey, YCbCr, RGB, CMYK, YCCK and progressive files have the pixels that Pillow gives")
  func pillow() throws {
    let golden = try DatasetFixtures.json("pixels.json", as: Golden.self)
    #expect(golden.files.count == 13)
    for (name, expected) in golden.files.sorted(by: { $0.key < $1.key }) {
      let decoded = try JPEGCodec.decode(DatasetFixtures.bytes(name), path: name)
      #expect(decoded.image.width == expected.width, "\(name)")
      #expect(decoded.image.height == expected.height, "\(name)")
      #expect(DatasetFixtures.crc32(decoded.image.pixels) == expected.crc32, "\(name)")
    }
  }

  @Test(
    "the photographs of PASCAL VOC have the pixels that Pillow gives, without a tolerance",
    .enabled(if: DatasetFixtures.hasVOC, "\(DatasetFixtures.whyNoVOC)"))
  func vocPhotographs() throws {
    struct Golden: Decodable { var crc32: [String: String] }
    let golden = try DatasetFixtures.json("voc2012-pixels.json", as: Golden.self).crc32
    #expect(golden.count == 311)
    for (id, expected) in golden.sorted(by: { $0.key < $1.key }) {
      let path = "\(DatasetFixtures.voc)/JPEGImages/\(id).jpg"
      let decoded = try ImageFile.read(path: path)
      #expect(DatasetFixtures.crc32(decoded.image.pixels) == expected, "\(id)")
      #expect(decoded.warnings.isEmpty, "\(id)")
    }
  }

  @Test("a truncated JPEG is reported as truncated, with its path, wherever it was cut")
  func truncated() throws {
    for name in ["baseline-420.jpg", "progressive-420.jpg", "cmyk.jpg"] {
      let whole = try DatasetFixtures.bytes(name)
      for count in [3, 10, 200, 600, whole.count / 2, whole.count - 3, whole.count - 1] {
        #expect(throws: ImageFileError.truncated(path: "cut.jpg"), "\(name) cut to \(count)") {
          try JPEGCodec.decode(Array(whole.prefix(count)), path: "cut.jpg")
        }
      }
    }
  }

  @Test("damage inside a whole file is a warning, as Pillow takes such files")
  func damaged() throws {
    let decoded = try JPEGCodec.decode(DatasetFixtures.bytes("gap.jpg"), path: "gap.jpg")
    guard case .damagedData(let detail) = try #require(decoded.warnings.first) else {
      Issue.record("another warning: \(decoded.warnings)")
      return
    }
    #expect(detail.contains("premature end"))
  }

  @Test("a header of 20000×20000 pixels is refused before its pixels are allocated")
  func hugeHeader() throws {
    var bytes = try DatasetFixtures.bytes("one-pixel.jpg")
    let frame = try #require(
      bytes.indices.dropLast().first { bytes[$0...($0 + 1)] == [0xFF, 0xC0] })
    bytes.replaceSubrange(frame + 5..<frame + 9, with: [0x4E, 0x20, 0x4E, 0x20])
    #expect(
      throws: ImageFileError.tooLarge(
        path: "huge.jpg", width: 20000, height: 20000, maximumPixels: 100_000_000)
    ) { try JPEGCodec.decode(bytes, path: "huge.jpg") }
    // Within the limit such a header is a damaged file, not a crash.
    bytes.replaceSubrange(frame + 5..<frame + 9, with: [0x03, 0xE8, 0x03, 0xE8])
    let decoded = try JPEGCodec.decode(bytes, path: "large.jpg")
    #expect(decoded.image.width == 1000 && !decoded.warnings.isEmpty)
  }

  @Test("an image without rows or columns is damaged")
  func emptySide() throws {
    var bytes = try DatasetFixtures.bytes("one-pixel.jpg")
    let frame = try #require(
      bytes.indices.dropLast().first { bytes[$0...($0 + 1)] == [0xFF, 0xC0] })
    bytes.replaceSubrange(frame + 5..<frame + 7, with: [0, 0])
    #expect(
      throws: ImageFileError.corrupt(path: "flat.jpg", detail: "a size of 1×0 pixels")
    ) { try JPEGCodec.decode(bytes, path: "flat.jpg") }
  }

  @Test("12 bits a sample, two components and lossless coding are named as unsupported")
  func unsupported() throws {
    let bytes = try DatasetFixtures.bytes("one-pixel.jpg")
    let frame = try #require(
      bytes.indices.dropLast().first { bytes[$0...($0 + 1)] == [0xFF, 0xC0] })
    var deep = bytes
    deep[frame + 4] = 12
    #expect(
      throws: ImageFileError.unsupported(path: "a", detail: "a JPEG of 12 bits a sample")
    ) { try JPEGCodec.decode(deep, path: "a") }
    var lossless = bytes
    lossless[frame + 1] = 0xC3
    #expect(throws: ImageFileError.unsupported(path: "a", detail: "JPEG process SOF3")) {
      try JPEGCodec.decode(lossless, path: "a")
    }
    var pair = bytes
    pair[frame + 9] = 2
    #expect(
      throws: ImageFileError.unsupported(path: "a", detail: "a JPEG of 2 components")
    ) { try JPEGCodec.decode(pair, path: "a") }
  }

  @Test("no change of one byte makes the decoder crash or hang")
  func flippedBytes() throws {
    for name in ["one-pixel.jpg", "baseline-420.jpg", "progressive-420.jpg"] {
      let whole = try DatasetFixtures.bytes(name)
      var refused = 0
      for index in whole.indices {
        var bytes = whole
        bytes[index] ^= 0xFF
        do throws(ImageFileError) {
          let limits = ImageLimits(maximumPixels: 1_000_000)
          let image = try JPEGCodec.decode(bytes, path: name, limits: limits).image
          #expect(image.pixels.count == image.width * image.height * 3)
        } catch {
          refused += 1
        }
      }
      #expect(refused > 0)
    }
  }

  @Test("EXIF orientation is reported and not applied")
  func orientation() throws {
    let upright = try JPEGCodec.decode(DatasetFixtures.bytes("baseline-420.jpg"), path: "a")
    let rotated = try JPEGCodec.decode(DatasetFixtures.bytes("rotated.jpg"), path: "b")
    #expect(rotated.warnings == [.orientationNotApplied(.rotated90)])
    #expect(rotated.image == upright.image)
    #expect(upright.warnings.isEmpty)
  }

  @Test("encoding is deterministic, close to the image, and smaller with half the colour")
  func encoding() throws {
    let original = try JPEGCodec.decode(DatasetFixtures.bytes("baseline-444.jpg"), path: "a").image
    let full = JPEGCodec.encode(original, quality: 95, subsampling: .full444)
    #expect(full == JPEGCodec.encode(original, quality: 95, subsampling: .full444))
    let half = JPEGCodec.encode(original, quality: 95, subsampling: .half420)
    #expect(half.count < full.count)
    let again = try JPEGCodec.decode(full, path: "b").image
    #expect(again.width == original.width && again.height == original.height)
    let worst = zip(again.pixels, original.pixels).map { abs(Int($0) - Int($1)) }.max()
    #expect(try #require(worst) <= 24)
    let pixel = RGBImage(width: 1, height: 1, pixels: [10, 200, 90])
    let one = try JPEGCodec.decode(JPEGCodec.encode(pixel, quality: 100), path: "c").image
    #expect(one.width == 1 && one.height == 1)
  }
}
