import Foundation

/// What the standard streams can show.
enum Terminal {
  /// Whether standard error is a terminal that takes control codes.
  static var standardErrorIsInteractive: Bool {
    let kind = ProcessInfo.processInfo.environment["TERM"] ?? "dumb"
    return isatty(STDERR_FILENO) == 1 && kind != "dumb"
  }

  /// Writes a line to standard error.
  static func say(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

  /// Writes data to standard output.
  static func print(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
}
