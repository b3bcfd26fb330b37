import Foundation

/// The folder that packs lie in.
enum CacheFolder {
  /// Makes the folder, and those above it, unless it is there.
  ///
  /// Throws: `CacheError.cannotOpen`.
  static func make(_ path: String) throws(CacheError) {
    // Sound: mkdir reads the path's C string, which outlives the call; so below.
    if unsafe mkdir(path, 0o777) == 0 || errno == EEXIST { return }
    let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    guard errno == ENOENT, !parent.isEmpty else {
      throw .cannotOpen(path: path, reason: systemReason())
    }
    try make(parent)
    guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw .cannotOpen(path: path, reason: systemReason())
    }
  }

  /// The packs in the folder, the one written to last at the end.
  ///
  /// Throws: `CacheError.cannotOpen` for what is no folder or cannot be listed.
  static func packs(in path: String) throws(CacheError) -> [String] {
    var packs: [(seconds: Int, nanoseconds: Int, path: String)] = []
    for name in try names(in: path) where name.hasSuffix(".pack") {
      guard let pack = try PackFile.reading("\(path)/\(name)") else { continue }
      packs.append((pack.modified.seconds, pack.modified.nanoseconds, pack.path))
    }
    return packs.sorted { $0 < $1 }.map(\.path)
  }

  private static func names(in path: String) throws(CacheError) -> [String] {
    // Asked first since Foundation does not pass on why it failed.
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: systemReason()) }
    close(descriptor)
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw .cannotOpen(path: path, reason: "it cannot be listed")
    }
  }
}
