import Foundation

/// A folder that is removed with its owner.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let parent = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath()
    path = parent.appending(path: "sepal-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      print("\(path) is left behind: \(error)")
    }
  }

  /// Writes a file below the folder, making the folders it lies in, and returns its path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let url = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return "\(path)/\(name)"
  }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  /// An empty file that is open for writing.
  func writing(_ name: String) throws -> FileHandle {
    try FileHandle(forWritingTo: URL(filePath: try write("", to: name)))
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
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
