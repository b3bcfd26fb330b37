import Foundation
import Testing
import Vision

@Suite("Damaged PNG files")
struct PNGDamageTests {
  @Test("a file cut anywhere is reported as truncated, with its path", arguments: try PNGForm.all())
  func truncated(form: PNGForm) {
    for length in 1..<form.bytes.count {
      let part = Array(form.bytes.prefix(length))
      #expect(throws: ImageFileError.truncated(path: form.name), "\(length) bytes") {
        try PNGCodec.decode(part, path: form.name)
      }
    }
  }

  @Test("an empty file, a JPEG and a text are foreign")
  func foreign() throws {
    for (bytes, found) in [
      ([], "an empty file"), ([0xff, 0xd8, 0xff, 0xe0], "a JPEG file"),
      (Array("id,area".utf8), "bytes 69 64 2c 61 72 65 61"),
    ] as [([UInt8], String)] {
      let expected = ImageFileError.foreign(path: "a.png", expected: "a PNG file", found: found)
      #expect(throws: expected) { try PNGCodec.decode(bytes, path: "a.png") }
      #expect(throws: expected) { try PNGCodec.size(bytes, path: "a.png") }
    }
  }

  @Test("an absurd size is refused before anything is allocated")
  func absurdSize() {
    let bytes = pngHead(width: 20_000, height: 20_000)
    #expect(
      throws: ImageFileError.tooLarge(
        path: "a.png", width: 20_000, height: 20_000, maximumPixels: 100_000_000)
    ) { try PNGCodec.decode(bytes, path: "a.png") }
    let widest = pngHead(width: .max, height: .max)
    #expect(throws: ImageFileError.self) { try PNGCodec.decode(widest, path: "a.png") }
  }

  @Test("a side of 0 pixels is damage", arguments: [(0, 5), (5, 0), (0, 0)])
  func emptySide(width: UInt32, height: UInt32) throws {
    let error = #expect(throws: ImageFileError.self) {
      try PNGCodec.decode(pngHead(width: width, height: height), path: "a.png")
    }
    guard case .corrupt("a.png", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("a header that contradicts the standard is damage, not a crash")
  func badHeader() {
    for tail in [
      [3, 0, 0, 0, 0], [8, 1, 0, 0, 0], [16, 3, 0, 0, 0], [8, 0, 1, 0, 0], [8, 0, 0, 0, 2],
    ]
      as [[UInt8]]
    {
      let bytes = pngSignature + pngChunk("IHDR", bigEndian(4) + bigEndian(4) + tail)
      #expect(throws: ImageFileError.self) { try PNGCodec.decode(bytes, path: "a.png") }
    }
  }

  @Test("a flipped bit is an error or leaves the image as it is", arguments: try PNGForm.all())
  func flippedBit(form: PNGForm) throws {
    let intact = try PNGCodec.decode(form.bytes, path: form.name)
    var refused = 0
    for position in form.bytes.indices {
      var bytes = form.bytes
      bytes[position] ^= 1 << UInt8(position & 7)
      do {
        #expect(try PNGCodec.decode(bytes, path: form.name) == intact, "byte \(position)")
      } catch {
        refused += 1
      }
    }
    // Only text and transparency, which are not read, may be damaged unnoticed.
    #expect(refused >= form.bytes.count - (form.name == "palette with alpha" ? 300 : 0))
  }

  @Test(
    "a chunk that may not be skipped is an error, one that may be is skipped",
    arguments: [("teXt", true), ("prIv", true), ("PRIv", false), ("te\u{4}t", false)])
  func unknownChunk(type: String, isSkipped: Bool) throws {
    let mask = randomMask(width: 9, height: 9, seed: 20)
    let file = PNGCodec.encodeMask(mask)
    let bytes = file[..<33] + pngChunk(type, [1, 2, 3]) + file[33...]
    if isSkipped {
      #expect(try PNGCodec.decodeMask(Array(bytes), path: "a.png") == mask)
    } else {
      #expect(throws: ImageFileError.self) { try PNGCodec.decode(Array(bytes), path: "a.png") }
    }
  }

  @Test("a damaged stream with right checksums gives the same verdict both ways")
  func damagedStream() throws {
    let mask = randomMask(width: 41, height: 23, run: 6, seed: 9)
    let file = PNGCodec.encodeMask(mask)
    // One IDAT chunk between the header and the end.
    let stream = Array(file[41..<file.count - 16])
    for position in stream.indices {
      for bit in UInt8(0)..<8 {
        var damaged = stream
        damaged[position] ^= 1 << bit
        let bytes = file[..<33] + pngChunk("IDAT", damaged) + pngChunk("IEND", [])
        let fast = Result { try PNGCodec.decode(Array(bytes), path: "a.png") }
        let slow = Result { try PNGCodec.decodeWithLibPNG(Array(bytes), path: "a.png") }
        switch (fast, slow) {
        case (.success(let a), .success(let b)): #expect(a == b)
        case (.failure(let a as ImageFileError), .failure(let b as ImageFileError)): #expect(a == b)
        default: Issue.record("byte \(position), bit \(bit): \(fast) but \(slow)")
        }
      }
    }
  }

  @Test("a stream that inflates to more or less than the image is handled as libpng does")
  func streamLength() throws {
    let file = PNGCodec.encodeMask(BinaryMask(width: 40, height: 30))
    let stream = pngChunk("IDAT", Array(file[41..<file.count - 16])) + pngChunk("IEND", [])
    // Longer than the image: the first rows are the image. Shorter: an error.
    let longer = pngHead(width: 40, height: 20) + stream
    #expect(try PNGCodec.decode(longer, path: "a.png").height == 20)
    let shorter = pngHead(width: 40, height: 31) + stream
    #expect(throws: ImageFileError.self) { try PNGCodec.decode(shorter, path: "a.png") }
  }
}
