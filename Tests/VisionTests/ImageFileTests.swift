import TestSupport
import Foundation
import Testing
import Vision

@Suite("Image files")
struct ImageFileTests {
  @Test("JPEG and PNG are told apart by their bytes, whatever the name")
  func signature() throws {
    let folder = try TemporaryFolder()
    let jpeg = try folder.copy("one-pixel.jpg", to: "photograph.png")
    #expect(try ImageFile.read(path: jpeg).image.width == 1)
    let png = try folder.copy("labels-grey.png", to: "photograph.jpg")
    let size = try ImageFile.size(path: png)
    #expect(size == (45, 37))
    #expect(try ImageFile.read(path: png).image.width == 45)
  }

  @Test("the size of a JPEG comes from its header")
  func size() throws {
    for (name, expected) in [("progressive-420.jpg", (45, 37)), ("one-pixel.jpg", (1, 1))] {
      let size = try ImageFile.size(path: "\(DatasetFixtures.images)/\(name)")
      #expect(size == expected, "\(name)")
    }
  }

  @Test("a missing file, a folder and an empty file each say what they are")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    let missing = folder.path + "/none.jpg"
    #expect(throws: ImageFileError.missing(path: missing)) { try ImageFile.read(path: missing) }
    #expect(
      throws: ImageFileError.unreadable(path: folder.path, reason: "Is a directory")
    ) { try ImageFile.read(path: folder.path) }
    let empty = try folder.write("", "empty.jpg")
    #expect(throws: ImageFileError.truncated(path: empty)) { try ImageFile.read(path: empty) }
    #expect(
      throws: ImageFileError.unreadable(path: "a\0b", reason: "the name contains a NUL character")
    ) { try ImageFile.read(path: "a\0b") }
  }

  @Test(
    "a foreign file is described by its first bytes",
    arguments: [
      ("GIF89a…", "a GIF image"), ("<!DOCTYPE html>", "markup (an HTML error page?)"),
      ("abc", "bytes 61 62 63"),
    ])
  func foreign(content: String, found: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(content, "x.jpg")
    #expect(
      throws: ImageFileError.foreign(
        path: path, expected: "a JPEG or PNG image", found: found)
    ) { try ImageFile.read(path: path) }
  }

  @Test("a file beyond the bound is refused unread, and one at the bound is read")
  func bound() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([UInt8](repeating: 7, count: 100), "x")
    #expect(try FileBytes.read(path, maximumBytes: 100).count == 100)
    #expect(
      throws: ImageFileError.unsupported(path: path, detail: "a file of more than 99 bytes")
    ) { try FileBytes.read(path, maximumBytes: 99) }
    // No size is known beforehand of what the kernel makes up.
    #expect(try !FileBytes.read("/proc/self/status").isEmpty)
  }

  @Test("a written file replaces the old one whole and leaves no other name")
  func write() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("old and longer", "x.jpg")
    let image = RGBImage(width: 2, height: 1, pixels: [0, 0, 0, 255, 255, 255])
    try ImageFile.writeJPEG(image, to: path, quality: 100)
    #expect(try ImageFile.read(path: path).image.width == 2)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x.jpg"])
  }

  @Test("where a file cannot be written, the system's reason is given and nothing is left")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/none/x.jpg"
    #expect(
      throws: ImageFileError.unwritable(path: path, reason: "No such file or directory")
    ) { try FileBytes.write([1], to: path) }
    // A folder of that name cannot be replaced by a file; the temporary name goes.
    try folder.write("", "taken/inside")
    #expect(
      throws: ImageFileError.unwritable(path: folder.path + "/taken", reason: "Is a directory")
    ) {
      try FileBytes.write([1], to: folder.path + "/taken")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["taken"])
  }
}

@Suite("EXIF orientation")
struct EXIFOrientationTests {
  /// A TIFF block with one entry.
  static func block(
    isBigEndian: Bool = false, tag: Int = 0x0112, type: Int = 3, count: Int = 1, value: Int,
    directory: Int = 8
  ) -> [UInt8] {
    func field(_ value: Int, _ bytes: Int) -> [UInt8] {
      let little = (0..<bytes).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
      return isBigEndian ? little.reversed() : little
    }
    let order = Array((isBigEndian ? "MM" : "II").utf8)
    return order + field(42, 2) + field(directory, 4) + field(1, 2) + field(tag, 2)
      + field(type, 2) + field(count, 4) + field(value, 2) + field(0, 2) + field(0, 4)
  }

  @Test("all eight are read in both byte orders", arguments: EXIFOrientation.allCases)
  func values(orientation: EXIFOrientation) {
    for isBigEndian in [false, true] {
      let block = Self.block(isBigEndian: isBigEndian, value: Int(orientation.rawValue))
      #expect(EXIFOrientation(tiff: block[...]) == orientation)
    }
  }

  @Test("a damaged block has no orientation, and none of its prefixes is read beyond its end")
  func damaged() {
    let block = Self.block(value: 6)
    for count in 0..<18 { #expect(EXIFOrientation(tiff: block.prefix(count)) == nil) }
    #expect(EXIFOrientation(tiff: Self.block(value: 9)[...]) == nil)
    #expect(EXIFOrientation(tiff: Self.block(type: 4, value: 6)[...]) == nil)
    #expect(EXIFOrientation(tiff: Self.block(tag: 0x0110, value: 6)[...]) == nil)
    #expect(EXIFOrientation(tiff: Self.block(value: 6, directory: 0xFFFF_FFFF)[...]) == nil)
    #expect(EXIFOrientation(tiff: Array("XX*\0".utf8)[...]) == nil)
  }
}
