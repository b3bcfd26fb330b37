import Foundation

extension FileBytes {
  /// Removes what `write` had not finished in `folder` when its process was killed.
  ///
  /// Throws: `ImageFileError.unwritable` with the system's reason.
  package static func removePartialFiles(in folder: String) throws(ImageFileError) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw .unwritable(path: folder, reason: "it cannot be listed")
    }
    for name in names where name.hasPrefix(".sepal-") && name.hasSuffix(".partial") {
      let path = "\(folder)/\(name)"
      // Sound: the string lives, terminated, for the length of the call; so below.
      guard unsafe unlink(path) == 0 else {
        throw .unwritable(path: path, reason: SystemError(code: errno).reason)
      }
    }
  }

  /// Makes the folder at `path` and those it lies in, as far as they are not there.
  ///
  /// Throws: `ImageFileError.unwritable` with the system's reason.
  package static func makeFolder(_ path: String) throws(ImageFileError) {
    guard !path.utf8.contains(0) else {
      throw .unwritable(path: path, reason: "the name contains a NUL character")
    }
    let ends = path.indices.filter { $0 > path.startIndex && path[$0] == "/" } + [path.endIndex]
    for end in ends {
      let folder = String(path[..<end])
      // Sound: as above.
      guard unsafe mkdir(folder, 0o777) != 0 else { continue }
      let error = SystemError(code: errno)
      // What stands in the way may be a folder, whatever the error is called (a read-only system's
      // own folders, for instance); a file shows when what is to lie in it is made.
      let isThere = unsafe access(end == path.endIndex ? folder + "/." : folder, F_OK) == 0
      guard isThere else { throw .unwritable(path: path, reason: error.reason) }
    }
  }
}
