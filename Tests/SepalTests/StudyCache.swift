import TestSupport
import Foundation

/// A line of `sepal cache list --json`.
struct KeptStep: Decodable, Equatable {
  var step: String
  var objects: Int
  var bytes: Int
}

extension SmallStudy {
  /// What the cache holds, as `sepal cache list` tells.
  func keptSteps() throws -> [KeptStep] {
    let outcome = try SepalCommand.run(["cache", "list", "--json"], in: folder.path)
    return try outcome.json(as: [KeptStep].self)
  }

  /// Bytes in the cache's packs that belong to no result: torn ends, and results made twice.
  func wastedBytes() throws -> Int {
    try packedBytes() - keptSteps().reduce(0) { $0 + $1.bytes }
  }

  func packs() throws -> [String] {
    guard folder.exists("cache") else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder.path + "/cache")
      .filter { $0.hasSuffix(".pack") }.map { "cache/" + $0 }
  }

  func packedBytes() throws -> Int {
    try packs().reduce(0) { sum, pack in
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + pack)
      return sum + (attributes[.size] as? Int ?? 0)
    }
  }
}
