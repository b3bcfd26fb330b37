import Glibc

/// The system's error number after a call that failed.
struct SystemError: Error {
  let code: Int32

  static func check(_ result: Int32) throws(SystemError) {
    guard result == 0 else { throw SystemError(code: errno) }
  }

  var isNoSuchFile: Bool { code == ENOENT || code == ENOTDIR }

  var reason: String {
    // Sound: `strerror` returns a terminated string, which is copied before anything else runs.
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}
