import Foundation

extension FileBytes {
  package static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  /// Removes the file at `path`, if there is one.
  ///
  /// Throws: `ImageFileError.unwritable`.
  package static func remove(_ path: String) throws(ImageFileError) {
    guard exists(path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw .unwritable(path: path, reason: "it cannot be removed")
    }
  }
}
