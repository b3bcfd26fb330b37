import Glibc

/// A file mapped into memory for reading: a page is loaded when it is first touched, and nothing is
/// copied until it is asked for.
///
/// Ranges are in bytes from the file's start and must lie within it. A file that someone shortens
/// while it is mapped ends the process when the missing part is touched, as in every program that
/// maps files; one that is replaced by renaming does not.
@safe package final class MappedFile: Sendable {
  package let path: String
  /// In bytes.
  package let size: Int
  /// Nil for an empty file, which cannot be mapped. Sound: set once; the pages are read-only and
  /// stay mapped until `deinit`, so any thread may read them.
  private nonisolated(unsafe) let base: UnsafeRawPointer?
  /// Whether a page that the system took back can be loaded again.
  private let isBacked: Bool

  /// Throws: `ImageFileError.missing`, or `.unreadable` also for what is no regular file.
  package init(path: String) throws(ImageFileError) {
    guard !path.utf8.contains(0) else {
      throw .unreadable(path: path, reason: "the name contains a NUL character")
    }
    do throws(SystemError) {
      let mapping = try unsafe Self.map(path)
      unsafe (self.path, size, base) = (path, mapping.size, mapping.base)
      isBacked = true
    } catch {
      throw error.isNoSuchFile
        ? .missing(path: path) : .unreadable(path: path, reason: error.reason)
    }
  }

  /// Bytes in memory under a name for errors, as if they were a file's.
  ///
  /// Throws: `ImageFileError.unreadable` where there is no memory for them.
  package init(copying bytes: [UInt8], named name: String) throws(ImageFileError) {
    isBacked = false
    guard !bytes.isEmpty else {
      unsafe (path, size, base) = (name, 0, nil)
      return
    }
    // Sound: as above, for memory of no file.
    let base = unsafe mmap(
      nil, bytes.count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let base = unsafe base, unsafe base != MAP_FAILED else {
      throw .unreadable(path: name, reason: SystemError(code: errno).reason)
    }
    // Sound: the mapping has room for all bytes, and no one else knows of it yet.
    unsafe bytes.withUnsafeBytes { source in
      guard let first = source.baseAddress else { return }
      unsafe base.copyMemory(from: first, byteCount: bytes.count)
    }
    unsafe (path, size, self.base) = (name, bytes.count, UnsafeRawPointer(base))
  }

  deinit {
    // Sound: `base` and `size` are those of the mapping, and no one has a reference any more.
    if let base = unsafe base { unsafe munmap(UnsafeMutableRawPointer(mutating: base), size) }
  }

  private static func map(_ path: String) throws(SystemError) -> (
    size: Int, base: UnsafeRawPointer?
  ) {
    // Sound: the string lives, terminated, for the length of the call. Opening a pipe must not wait.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw SystemError(code: errno) }
    // The mapping outlives its descriptor.
    defer { close(descriptor) }
    var status = stat()
    // Sound: `fstat` fills the struct it is given and keeps no pointer.
    try SystemError.check(unsafe fstat(descriptor, &status))
    guard status.st_mode & S_IFMT != S_IFDIR else { throw SystemError(code: EISDIR) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw SystemError(code: EINVAL) }
    let size = Int(status.st_size)
    guard size > 0 else { return (0, nil) }
    // Sound: the system chooses the address, and the result is checked.
    let base = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard unsafe base != MAP_FAILED else { throw SystemError(code: errno) }
    return (size, UnsafeRawPointer(base))
  }

  /// The bytes of `range`, copied.
  package func bytes(_ range: Range<Int>) -> [UInt8] {
    withBytes(range) { bytes in
      // Sound: reads `bytes` within its bounds.
      unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }
  }

  /// Calls `body` with the bytes of `range`, in place.
  func withBytes<Result, Failure>(
    _ range: Range<Int>, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= size,
      "MappedFile: bytes \(range) of \(size)")
    guard let base = unsafe base, !range.isEmpty else { return try body(RawSpan()) }
    // Sound: the range lies within the mapping, which lives as long as `self`.
    return try withExtendedLifetime(self) { () throws(Failure) in
      let start = unsafe base + range.lowerBound
      return try unsafe body(RawSpan(_unsafeStart: start, byteCount: range.count))
    }
  }

  /// Tells the system that `range` is not needed soon, so that its pages no longer count as this
  /// process' memory; if it is read again, it is loaded again.
  package func release(_ range: Range<Int>) {
    let page = Int(getpagesize())
    let start = (range.lowerBound + page - 1) / page * page
    // The file's last page belongs to it alone.
    let end = range.upperBound == size ? size : range.upperBound / page * page
    guard isBacked, start >= 0, end <= size, start < end, let base = unsafe base else { return }
    // Sound: whole pages of a mapping that is never written, which are loaded anew when touched.
    // A refusal costs memory only.
    unsafe madvise(UnsafeMutableRawPointer(mutating: base + start), end - start, MADV_DONTNEED)
  }
}
