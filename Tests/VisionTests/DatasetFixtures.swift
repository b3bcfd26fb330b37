import TestSupport
import Foundation

/// Files that the tests of images and data sets read.
enum DatasetFixtures {
  static let packageRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path()

  /// The folder whose scripts made the files in it.
  static let images = packageRoot + "Tests/Fixtures/images"

  static let voc =
    (ProcessInfo.processInfo.environment["SEPAL_DATA"] ?? packageRoot + "../shared/data")
    + "/voc2012"

  static let hasVOC = FileManager.default.fileExists(atPath: voc + "/JPEGImages")
  static let whyNoVOC = "needs PASCAL VOC photographs in SEPAL_DATA/voc2012"

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(images)/\(name)")))
  }

  static func json<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: "\(images)/\(name)")))
  }

  /// CRC-32 as zlib has it, in eight digits.
  static func crc32(_ bytes: [UInt8]) -> String {
    let polynomial: UInt32 = 0xEDB8_8320
    var table = [UInt32](0..<256)
    for index in table.indices {
      for _ in 0..<8 {
        let isOdd = table[index] & 1 == 1
        table[index] = (table[index] >> 1) ^ (isOdd ? polynomial : 0)
      }
    }
    var crc = UInt32.max
    for byte in bytes { crc = table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
    let digits = String(~crc, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

extension TemporaryFolder {
  /// Copies a fixture.
  @discardableResult
  func copy(_ fixture: String, to name: String) throws -> String {
    try write(DatasetFixtures.bytes(fixture), name)
  }
}
