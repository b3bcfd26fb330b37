import TestSupport
import Foundation

/// A file system of a chosen size, in memory, at a folder; unmounted with its owner.
final class SmallDisk {
  /// Whether this machine lets the tests mount anything: a container may not.
  static let canBeMade: Bool = {
    do {
      let folder = try TemporaryFolder()
      _ = try SmallDisk(at: folder.path, bytes: 1 << 16)
      return true
    } catch {
      return false
    }
  }()

  private let path: String

  struct MountFailed: Error { var arguments: [String] }

  init(at path: String, bytes: Int) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Self.run("mount", ["-t", "tmpfs", "-o", "size=\(bytes)", "tmpfs", path])
  }

  func resize(bytes: Int) throws {
    try Self.run("mount", ["-o", "remount,size=\(bytes)", path])
  }

  deinit {
    do { try Self.run("umount", ["--lazy", path]) } catch { print("\(path) stays mounted") }
  }

  private static func run(_ tool: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/" + tool)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw MountFailed(arguments: [tool] + arguments) }
  }
}
