import TestSupport
import Foundation
import Testing
import Vision

@Suite("Folders for output") struct FileBytesFolderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("a folder is made with those it lies in, and making it again is no error")
  func nested() throws {
    let path = folder.path + "/a/b c/ü"
    try FileBytes.makeFolder(path)
    try FileBytes.makeFolder(path)
    try FileBytes.makeFolder(path + "/")
    #expect(FileManager.default.fileExists(atPath: path + "/."))
  }

  @Test(
    "a file in the way is told in the system's words", arguments: ["", "/inner", "/inner/most"])
  func blocked(_ rest: String) throws {
    let file = try folder.write("", "file")
    let reason = rest.isEmpty ? "File exists" : "Not a directory"
    #expect(throws: ImageFileError.unwritable(path: file + rest, reason: reason)) {
      try FileBytes.makeFolder(file + rest)
    }
  }

  @Test("only what a killed process had not finished is removed")
  func partial() throws {
    for name in ["a.png", ".sepal-1x.partial", ".sepal", "b.partial"] {
      try folder.write("", name)
    }
    try FileBytes.removePartialFiles(in: folder.path)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(left == [".sepal", "a.png", "b.partial"])
  }
}
