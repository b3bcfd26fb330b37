import Foundation
import TestSupport

extension TemporaryFolder {
  /// Names that end in `ending`, ascending.
  func names(endingIn ending: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path)
      .filter { $0.hasSuffix(ending) }.sorted()
  }
}

/// Files whose change a size, a time stamp and an inode do not tell.
enum SilentChange {
  /// A time stamp of whole seconds, which can be set again exactly.
  static let date = Date(timeIntervalSince1970: 1_500_000_000)

  static func stamp(_ path: String) throws {
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
  }

  /// Replaces every byte in place; whoever reads the file again will notice, nobody else can.
  static func corrupt(_ path: String) throws {
    let size = try Data(contentsOf: URL(filePath: path)).count
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    try file.write(contentsOf: Data(repeating: 0x58, count: size))
    try file.close()
    try stamp(path)
  }
}
