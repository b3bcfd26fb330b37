import Foundation

/// Files that the tests of activation maps read; the scripts beside them made them.
enum CAMFixtures {
  static let folder = DatasetFixtures.packageRoot + "Tests/Fixtures/cam"

  static func json<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
  }
}
