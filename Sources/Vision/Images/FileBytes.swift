import Glibc

/// Whole files in and out: every image, list and array file passes here, so that a bound on its
/// size and the wording of the system's errors exist once.
package enum FileBytes {
  /// The bytes of the file at `path`.
  ///
  /// Throws: `ImageFileError.missing`, `.unreadable`, or `.unsupported` for a file of more than
  /// `maximumBytes`.
  package static func read(
    _ path: String, maximumBytes: Int = 1 << 30
  ) throws(ImageFileError) -> [UInt8] {
    guard !path.utf8.contains(0) else {
      throw .unreadable(path: path, reason: "the name contains a NUL character")
    }
    let bytes: [UInt8]?
    do throws(SystemError) {
      bytes = try OpenFile(path, flags: O_RDONLY | O_CLOEXEC, mode: 0).bytes(atMost: maximumBytes)
    } catch {
      throw error.isNoSuchFile
        ? .missing(path: path) : .unreadable(path: path, reason: error.reason)
    }
    guard let bytes else {
      throw .unsupported(path: path, detail: "a file of more than \(maximumBytes) bytes")
    }
    return bytes
  }

  /// Calls `body` with the bytes of the file at `path` in turn, a piece at a time, so that a file of
  /// any size costs the memory of one piece.
  ///
  /// Throws: `ImageFileError.missing` or `.unreadable`.
  package static func forEachPiece(
    of path: String, maximumBytes: Int = 1 << 18, _ body: (Span<UInt8>) -> Void
  ) throws(ImageFileError) {
    guard !path.utf8.contains(0) else {
      throw .unreadable(path: path, reason: "the name contains a NUL character")
    }
    do throws(SystemError) {
      let file = try OpenFile(path, flags: O_RDONLY | O_CLOEXEC, mode: 0)
      var piece = [UInt8](repeating: 0, count: maximumBytes)
      while case let count = try file.fill(&piece, from: 0), count > 0 {
        body(piece.span.extracting(first: count))
      }
    } catch {
      throw error.isNoSuchFile
        ? .missing(path: path) : .unreadable(path: path, reason: error.reason)
    }
  }

  /// Writes `bytes` to `path` so that a reader sees the old file or the whole new one: into a
  /// temporary name of the same folder, flushed to the disk, then renamed.
  ///
  /// Throws: `ImageFileError.unwritable` with the system's reason, and leaves nothing behind.
  package static func write(_ bytes: [UInt8], to path: String) throws(ImageFileError) {
    guard !path.utf8.contains(0) else {
      throw .unwritable(path: path, reason: "the name contains a NUL character")
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let name = String(UInt64.random(in: .min ... .max), radix: 36)
    let temporary = "\(folder).sepal-\(name).partial"
    do throws(SystemError) {
      try write(bytes, temporary: temporary, path: path)
    } catch {
      // Sound: the string lives, terminated, for the length of the call; so below.
      unsafe unlink(temporary)
      throw .unwritable(path: path, reason: error.reason)
    }
  }

  private static func write(
    _ bytes: [UInt8], temporary: String, path: String
  ) throws(SystemError) {
    let file = try OpenFile(temporary, flags: O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode: 0o666)
    try file.append(bytes)
    try file.flush()
    try SystemError.check(unsafe rename(temporary, path))
  }
}

/// A file descriptor that is closed once.
private struct OpenFile: ~Copyable {
  private let descriptor: Int32

  init(_ path: String, flags: Int32, mode: mode_t) throws(SystemError) {
    // Sound: the string lives, terminated, for the length of the call.
    descriptor = unsafe open(path, flags, mode)
    guard descriptor >= 0 else { throw SystemError(code: errno) }
  }

  deinit { close(descriptor) }

  /// All bytes up to the end, nil where there are more than `limit`.
  func bytes(atMost limit: Int) throws(SystemError) -> [UInt8]? {
    var status = stat()
    // Sound: `fstat` fills the struct it is given and keeps no pointer.
    try SystemError.check(unsafe fstat(descriptor, &status))
    guard Int(status.st_size) <= limit else { return nil }
    // A pipe has no size, and a file may grow: one byte more than expected finds the end.
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
    var count = 0
    while true {
      if count == bytes.count {
        guard count <= limit else { return nil }
        bytes.append(contentsOf: [UInt8](repeating: 0, count: max(count, 1 << 16)))
      }
      let read = try fill(&bytes, from: count)
      if read == 0 { break }
      count += read
    }
    bytes.removeLast(bytes.count - count)
    return count <= limit ? bytes : nil
  }

  /// The number of bytes read into `bytes` from `start` on; 0 at the file's end.
  func fill(_ bytes: inout [UInt8], from start: Int) throws(SystemError) -> Int {
    while true {
      // Sound: `read` writes at most the `count - start` bytes that the buffer has from `start`.
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe read(descriptor, buffer.baseAddress?.advanced(by: start), buffer.count - start)
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw SystemError(code: errno) }
    }
  }

  func append(_ bytes: [UInt8]) throws(SystemError) {
    var start = 0
    while start < bytes.count {
      // Sound: `write` reads at most the `count - start` bytes that the buffer has from `start`.
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(
          descriptor, buffer.baseAddress?.advanced(by: start), buffer.count - start)
      }
      if count >= 0 {
        start += count
      } else if errno != EINTR {
        throw SystemError(code: errno)
      }
    }
  }

  /// Waits until what was written is on the disk.
  func flush() throws(SystemError) { try SystemError.check(fsync(descriptor)) }
}
