import Foundation

/// Whether there is a folder at `path`, or a link to one.
func isFolder(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path + "/.") }

/// Whether there is something other than a folder at `path`.
func isFile(_ path: String) -> Bool {
  FileManager.default.fileExists(atPath: path) && !isFolder(path)
}

/// The bytes of a file of at most `maximum`.
///
/// Throws: `MaskFileError.unreadable`, or `.fileTooLarge` before anything is read.
func readBounded(_ path: String, maximum: Int) throws(MaskFileError) -> [UInt8] {
  do {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    // Of what was opened, so that a link or a file that is being replaced has its own size.
    let bytes = Int(clamping: try file.seekToEnd())
    guard bytes <= maximum else {
      // Some file systems give a folder a size past all bounds.
      if isFolder(path) { throw MaskFileError.unreadable(path: path, reason: "a folder") }
      throw MaskFileError.fileTooLarge(path: path, bytes: bytes, maximum: maximum)
    }
    try file.seek(toOffset: 0)
    return [UInt8](try file.read(upToCount: bytes) ?? Data())
  } catch let error as MaskFileError {
    throw error
  } catch {
    throw .unreadable(path: path, reason: reason(error))
  }
}

/// The names in a folder, in no particular order.
///
/// Throws: `MaskFileError.unreadable`.
func listFolder(_ path: String) throws(MaskFileError) -> [String] {
  do {
    return try FileManager.default.contentsOfDirectory(atPath: path)
  } catch {
    throw .unreadable(path: path, reason: reason(error))
  }
}

/// Replaces the file at `path` in one step, so that a run cut short leaves no half of it.
///
/// Throws: `MaskFileError.unwritable`.
func writeAtomically(_ bytes: [UInt8], to path: String) throws(MaskFileError) {
  do {
    try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
  } catch {
    throw .unwritable(path: path, reason: reason(error))
  }
}

/// Why the system refused, in fixed words: Foundation's own repeat the path and vary with the
/// language.
func reason(_ error: any Error) -> String {
  let error = error as NSError
  let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
  switch (cause.domain, cause.code) {
  case (NSPOSIXErrorDomain, Int(ENOENT)), (NSCocoaErrorDomain, CocoaError.fileNoSuchFile.rawValue),
    (NSCocoaErrorDomain, CocoaError.fileReadNoSuchFile.rawValue):
    return "no such file"
  case (NSPOSIXErrorDomain, Int(EACCES)), (NSPOSIXErrorDomain, Int(EPERM)),
    (NSCocoaErrorDomain, CocoaError.fileReadNoPermission.rawValue),
    (NSCocoaErrorDomain, CocoaError.fileWriteNoPermission.rawValue):
    return "permission denied"
  case (NSPOSIXErrorDomain, Int(ENOSPC)),
    (NSCocoaErrorDomain, CocoaError.fileWriteOutOfSpace.rawValue):
    return "no space left"
  case (NSPOSIXErrorDomain, Int(ENOTDIR)): return "not a folder"
  case (NSPOSIXErrorDomain, Int(EISDIR)): return "a folder"
  default: return "\(cause.domain) \(cause.code)"
  }
}
