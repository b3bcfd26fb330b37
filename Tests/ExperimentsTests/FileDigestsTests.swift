import TestSupport
import Experiments
import Foundation
import Testing
import Vision

@Suite struct FileDigestsTests {
  let folder: TemporaryFolder
  let file: String

  init() throws {
    folder = try TemporaryFolder()
    file = try folder.write(Array("pixels".utf8), "image")
    try SilentChange.stamp(file)
  }

  /// As a later run sees it.
  private func digest() throws -> Digest {
    let digests = FileDigests(folder: folder.path)
    let digest = try digests.digest(ofFile: file)
    try digests.save()
    return digest
  }

  @Test("the digest of a file is that of its bytes")
  func content() throws {
    #expect(try digest() == Digest(of: Array("pixels".utf8)))
    #expect(throws: ImageFileError.missing(path: "\(folder.path)/none")) {
      try FileDigests(folder: folder.path).digest(ofFile: "\(folder.path)/none")
    }
  }

  @Test("a second run does not read a file whose size, time and inode are the same")
  func remembers() throws {
    let first = try digest()
    try SilentChange.corrupt(file)
    #expect(try digest() == first)
  }

  @Test("another size, another time and another inode are noticed")
  func notices() throws {
    _ = try digest()
    try folder.write(Array("more pixels".utf8), "image")
    try SilentChange.stamp(file)
    #expect(try digest() == Digest(of: Array("more pixels".utf8)))

    try SilentChange.corrupt(file)
    let later = SilentChange.date.addingTimeInterval(1)
    try FileManager.default.setAttributes([.modificationDate: later], ofItemAtPath: file)
    #expect(try digest() == Digest(of: Array("XXXXXXXXXXX".utf8)))

    let other = try folder.write(Array("YYYYYYYYYYY".utf8), "other")
    try FileManager.default.setAttributes([.modificationDate: later], ofItemAtPath: other)
    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.moveItem(atPath: other, toPath: file)
    #expect(try digest() == Digest(of: Array("YYYYYYYYYYY".utf8)))
  }

  @Test("a damaged index costs time and nothing else")
  func damagedIndex() throws {
    let expected = try digest()
    let index = try folder.bytes("files.index")
    for cut in 0..<index.count {
      try folder.write(Array(index[..<cut]) + [0xFF, 0x0A], "files.index")
      #expect(try digest() == expected)
    }
    var flipped = index
    for position in index.indices {
      flipped[position] ^= 0x11
      try folder.write(flipped, "files.index")
      _ = try digest()
      flipped[position] = index[position]
    }
  }

  @Test("a file name that would break a line of the index breaks none")
  func hostileName() throws {
    let line = "1\t1\t1\t1\t\(Digest(of: []).hexadecimal)\tx"
    let strange = try folder.write([1], "a\n\(line)")
    let digests = FileDigests(folder: folder.path)
    let digest = try digests.digest(ofFile: strange)
    _ = try digests.digest(ofFile: file)
    try digests.save()
    let again = FileDigests(folder: folder.path)
    #expect(try again.digest(ofFile: strange) == digest)
    #expect(try folder.bytes("files.index").count { $0 == 0x0A } == 1)
  }
}
