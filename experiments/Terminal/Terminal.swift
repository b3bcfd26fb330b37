import Foundation

/// What the standard streams can show.
enum Terminal {
  /// Whether standard error is a terminal that takes control codes.
  static var standardErrorIsInteractive: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  static var allowsColor: Bool {
    ProcessInfo.processInfo.environment["NO_COLOR"] == nil && standardErrorIsInteractive
  }

  /// Writes a line to standard error.
  static func say(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

  /// Writes data to standard output.
  static func print(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
}
