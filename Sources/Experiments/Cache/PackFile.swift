import Foundation

/// One append-only file of cache objects, open for reading or for appending.
///
/// Only this file talks to the operating system about packs. An object is appended whole and checked
/// by digest when read, so a process that is killed leaves at most a torn tail, which scanning
/// recognises and skips.
final class PackFile: Sendable {
  let path: String
  private let descriptor: Int32

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// nil where there is no such pack any more: another process may prune at any time.
  static func reading(_ path: String) throws(CacheError) -> PackFile? {
    // Sound: open reads the path's C string, which outlives the call.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw .cannotRead(path: path, reason: systemReason())
    }
    return PackFile(path: path, descriptor: descriptor)
  }

  /// Creates a pack that no other process has, claimed for as long as it is open.
  static func creating(in folder: String) throws(CacheError) -> PackFile {
    for _ in 0..<100 {
      let path = "\(folder)/\(UUID().uuidString.lowercased()).pack"
      // Sound: as above.
      let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
      if descriptor < 0 && errno == EEXIST { continue }
      guard descriptor >= 0 else { throw .cannotWrite(path: folder, reason: systemReason()) }
      let pack = PackFile(path: path, descriptor: descriptor)
      // A pruning process may have claimed the empty file first, and removed it. Where the file
      // system has no locks, nobody can claim, so nothing is pruned.
      if pack.claim() || errno != EWOULDBLOCK, pack.isLinked { return pack }
    }
    throw .cannotWrite(path: folder, reason: "no free name")
  }

  /// Makes this the pack's only owner until it is closed. False while another process, or another
  /// cache of this one, writes or prunes it.
  func claim() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  var size: Int { Int(status.st_size) }

  /// Whether the pack still has its name; false once another process has pruned it.
  var isLinked: Bool { status.st_nlink > 0 }

  /// When the pack was last written to, in seconds and nanoseconds.
  var modified: (seconds: Int, nanoseconds: Int) {
    let time = status.st_mtim
    return (time.tv_sec, time.tv_nsec)
  }

  private var status: stat {
    var status = stat()
    // Sound: fstat writes one stat structure, which `status` is; where it fails, zeros stay.
    _ = unsafe fstat(descriptor, &status)
    return status
  }

  /// Appends `bytes` whole, or leaves the file as it was and throws. Returns where they start.
  func append(_ bytes: [UInt8]) throws(CacheError) -> Int {
    let start = size
    var written = 0
    while written < bytes.count {
      // Sound: reads `bytes.count - written` bytes from an array that outlives the call.
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe write(
          descriptor, buffer.baseAddress.map { unsafe $0 + written }, bytes.count - written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        let reason = systemReason()
        ftruncate(descriptor, off_t(start))
        throw .cannotWrite(path: path, reason: reason)
      }
      written += count
    }
    return start
  }

  /// Up to `count` bytes from `offset`: fewer at the file's end.
  func read(at offset: Int, count: Int) throws(CacheError) -> [UInt8] {
    var failed = false
    // Sound: pread writes at most `count` bytes into a buffer of that capacity, and the number it
    // reports is what gets initialised.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while initialized < count {
        let got = unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + initialized }, count - initialized,
          off_t(offset + initialized))
        if got < 0 && errno == EINTR { continue }
        failed = got < 0
        guard got > 0 else { break }
        initialized += got
      }
    }
    if failed { throw .cannotRead(path: path, reason: systemReason()) }
    return bytes
  }

  /// Waits until what was appended is on disk.
  func synchronise() throws(CacheError) {
    guard fsync(descriptor) == 0 else { throw .cannotWrite(path: path, reason: systemReason()) }
  }

  /// Removes the file's name; what is open stays readable.
  func remove() throws(CacheError) {
    // Sound: unlink reads the path's C string, which outlives the call.
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw .cannotWrite(path: path, reason: systemReason())
    }
  }
}

/// The system's words for an error number, the last one by default.
func systemReason(_ code: Int32 = errno) -> String {
  // Sound: strerror returns a C string that is valid until the next call on this thread.
  unsafe String(cString: strerror(code))
}
