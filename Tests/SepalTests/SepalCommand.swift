import TestSupport
import Foundation

/// The built `sepal`, started as a user starts it: in a folder of the test's own, with a home and a
/// cache there.
final class SepalCommand {
  /// What a command left behind.
  struct Outcome {
    /// As a shell shows it: 128 and the signal's number for a process that a signal ended.
    var status: Int32
    /// Standard output.
    var output: String
    /// Standard error.
    var messages: String

    /// Standard output as JSON.
    func json<Value: Decodable>(as type: Value.Type) throws -> Value {
      try JSONDecoder().decode(type, from: Data(output.utf8))
    }
  }

  struct NotBuilt: Error, CustomStringConvertible {
    var description: String { "no sepal beside the tests: swift build -c release --product sepal" }
  }

  struct TookTooLong: Error, CustomStringConvertible {
    let arguments: [String]
    var description: String { "still running at its time limit: sepal \(arguments)" }
  }

  private let arguments: [String]
  private let process = Process()
  private let ended = DispatchSemaphore(value: 0)
  private let streams: TemporaryFolder

  /// The command's path; tests lie beside what they test.
  static func executable() throws -> String {
    let folder = Bundle.main.executableURL?.deletingLastPathComponent()
    guard let path = folder?.appending(path: "sepal").path(),
      FileManager.default.isExecutableFile(atPath: path)
    else { throw NotBuilt() }
    return path
  }

  /// Starts `sepal` with `arguments` in `folder`.
  ///
  /// - Parameter shell: a script that starts it in its own way, as `"$@"`.
  init(
    _ arguments: [String], in folder: String, environment: [String: String] = [:],
    shell: String? = nil
  ) throws {
    self.arguments = arguments
    streams = try TemporaryFolder()
    let sepal = try Self.executable()
    if let shell {
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", shell, "sh", sepal] + arguments
    } else {
      process.executableURL = URL(filePath: sepal)
      process.arguments = arguments
    }
    process.currentDirectoryURL = URL(filePath: folder)
    process.environment = [
      "PATH": "/usr/bin:/bin", "HOME": folder + "/home-of-someone",
      "SEPAL_CACHE": folder + "/cache",
    ].merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    // Files, since a full pipe would stop a command that no one reads.
    process.standardOutput = try streams.writing("output")
    process.standardError = try streams.writing("messages")
    process.terminationHandler = { [ended] _ in ended.signal() }
    try process.run()
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  var isRunning: Bool { process.isRunning }

  /// Waits for the end. Throws: `TookTooLong`, once the process has been killed.
  func wait(atMost seconds: Double = 120) throws -> Outcome {
    guard ended.wait(timeout: .now() + seconds) == .success else {
      send(SIGKILL)
      ended.wait()
      throw TookTooLong(arguments: arguments)
    }
    let isSignal = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: process.terminationStatus + (isSignal ? 128 : 0),
      output: try streams.text("output"), messages: try streams.text("messages"))
  }

  /// Starts `sepal` and waits for its end.
  static func run(
    _ arguments: [String], in folder: String, environment: [String: String] = [:],
    shell: String? = nil
  ) throws -> Outcome {
    try SepalCommand(arguments, in: folder, environment: environment, shell: shell).wait()
  }
}
