import Foundation
import TestSupport
import Testing

@Suite("sepal doctor --checkpoint")
struct CheckpointCommandTests {
  struct Report: Decodable {
    var name, format, model, sha256: String
    var tensors, parameters, bytes: Int
    var elementTypes: [String: Int]
    var naming, published, warning: String?
  }

  static let fixtures = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/checkpoints").path()

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func doctor(_ file: String, _ more: String...) throws -> SepalCommand.Outcome {
    try SepalCommand.run(["doctor", "--checkpoint", file] + more, in: folder.path)
  }

  @Test("tells form, model, types, size and digest")
  func report() throws {
    let outcome = try doctor("\(Self.fixtures)/state.pth", "--json")
    #expect(outcome.status == 0, "\(outcome.messages)")
    let report = try outcome.json(as: Report.self)
    #expect(report.name == "state.pth" && report.format == "PyTorch")
    #expect(report.tensors == 13 && report.bytes == 4320 && report.published == nil)
    #expect(report.elementTypes["float32"] == 7 && report.elementTypes["bool"] == 1)
    #expect(report.model == "no model known here" && report.naming == nil)
    let bytes = try Data(contentsOf: URL(filePath: "\(Self.fixtures)/state.pth"))
    #expect(report.sha256.count == 64 && bytes.count == report.bytes)
    let text = try doctor("\(Self.fixtures)/state.pth")
    #expect(text.output.contains("SHA-256      \(report.sha256)\n"))
    #expect(!text.output.contains(Self.fixtures))
  }

  @Test("a file that only has the name of a published one is warned of")
  func impostor() throws {
    let bytes = try Data(contentsOf: URL(filePath: "\(Self.fixtures)/state.pth"))
    let path = try folder.write(Array(bytes), "sam_vit_b_01ec64.pth")
    let report = try doctor(path, "--json").json(as: Report.self)
    #expect(report.published == nil)
    #expect(report.warning?.contains("375042383 bytes and the SHA-256 ec2df627") == true)
  }

  @Test("a file that is missing ends with 66, a bad one with 65 and what to do")
  func failures() throws {
    let missing = try doctor("none.pth")
    #expect(missing.status == 66 && missing.messages.contains("none.pth: no such file"))
    for (name, part) in [
      ("nan.pth", "tensor bad is NaN at element 2"), ("evil.pth", "posix.system"),
    ] {
      let bad = try doctor("\(Self.fixtures)/\(name)")
      #expect(bad.status == 65 && bad.output.isEmpty && bad.messages.contains(part))
    }
  }
}
