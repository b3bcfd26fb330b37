import Foundation
import Testing
import TestSupport
import Vision

/// What Tests/Fixtures/affinity holds.
enum AffinityFixtures {
  /// One case of random_walk.json.
  struct Walk: Decodable, CustomTestStringConvertible {
    var rows: Int
    var columns: Int
    var radius: Int
    var exponent: Int
    var doublings: Int
    var seed: UInt64
    var pairs: Int
    var featureSums: [Float]
    var boundarySums: [Float]
    var featureWalk: [Float]
    var boundaryWalk: [Float]

    var grid: PairGrid { PairGrid(rows: rows, columns: columns, radius: radius) }
    var walk: RandomWalk {
      var walk = RandomWalk(exponent: exponent, backgroundPower: nil)
      (walk.radius, walk.doublings) = (radius, doublings)
      return walk
    }
    var features: [Float] { units(16 * rows * columns, seed: seed) }
    var boundaries: [Float] { units(rows * columns, seed: seed + 1) }
    var maps: [Float] { units(2 * rows * columns, seed: seed + 2) }

    var testDescription: String { "\(rows)×\(columns), radius \(radius)" }
  }

  static func decoded<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    let path = DatasetFixtures.packageRoot + "Tests/Fixtures/affinity/\(name).json"
    return try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }
}

/// Numbers in [0, 1).
func units(_ count: Int, seed: UInt64) -> [Float] {
  var random = SplitMix64(seed: seed)
  return (0..<count).map { _ in random.unit() }
}
