import TestSupport
import Foundation

extension TemporaryFolder {
  /// An empty file that is open for writing.
  func writing(_ name: String) throws -> FileHandle {
    try FileHandle(forWritingTo: URL(filePath: try write("", name)))
  }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }

  /// Gives a file one date for all tests: reports carry the date of the newest input.
  func setDate(of name: String) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_683_244_800)],
      ofItemAtPath: "\(path)/\(name)")
  }

  /// Every file below `name` by its path there, with its bytes.
  func files(below name: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for file in try FileManager.default.subpathsOfDirectory(atPath: "\(path)/\(name)") {
      let whole = "\(path)/\(name)/\(file)"
      let kind = try FileManager.default.attributesOfItem(atPath: whole)[.type]
      guard kind as? FileAttributeType == .typeRegular else { continue }
      files[file] = try Data(contentsOf: URL(filePath: whole))
    }
    return files
  }
}
