import Glibc

extension FileBytes {
  /// Sets the time that the file at `path` says it was written, in seconds since 1970.
  ///
  /// Throws: `ImageFileError.unwritable` with the system's reason.
  package static func setModificationTime(
    _ seconds: Int, of path: String
  ) throws(ImageFileError) {
    let times = [timespec](repeating: timespec(tv_sec: seconds, tv_nsec: 0), count: 2)
    // Sound: reads the path's C string and two times, both of which outlive the call.
    guard unsafe utimensat(AT_FDCWD, path, times, 0) == 0 else {
      throw .unwritable(path: path, reason: SystemError(code: errno).reason)
    }
  }
}
