import Foundation
import TestSupport
import Vision

/// The bytes of a file under Tests/Fixtures.
func fixture(_ name: String) throws -> Data {
  let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
  return try Data(contentsOf: tests.appending(path: "Fixtures").appending(path: name))
}

/// Sizes that leave words and blocks of 64 incomplete, and some that do not.
let oddSizes: [(width: Int, height: Int)] = [
  (1, 1), (1, 64), (7, 1), (63, 65), (64, 64), (65, 63), (128, 3), (500, 375), (3, 5000), (5000, 3),
]

/// One value per pixel, 0 outside the mask: noise, or runs of about `run` pixels.
func randomValues(
  width: Int, height: Int, run: Int = 1, using random: inout CaseGenerator
) -> [UInt8] {
  var values: [UInt8] = []
  while values.count < width * height {
    let value: UInt8 = Bool.random(using: &random) ? .random(in: 1...255, using: &random) : 0
    let length = run == 1 ? 1 : Int.random(in: 1...2 * run, using: &random)
    values += [UInt8](repeating: value, count: min(length, width * height - values.count))
  }
  return values
}

func randomMask(width: Int, height: Int, run: Int = 1, seed: UInt64) -> BinaryMask {
  var random = CaseGenerator(seed: seed)
  let values = randomValues(width: width, height: height, run: run, using: &random)
  return BinaryMask(width: width, height: height, values: values)
}

/// A folder that is gone after `body`.
func withTemporaryFolder<R>(_ body: (String) throws -> R) throws -> R {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer {
    do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder)") }
  }
  return try body(folder.path)
}
