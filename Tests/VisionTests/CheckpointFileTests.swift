import TestSupport
import Foundation
import Testing
import Vision

@Suite("Checkpoint files")
struct CheckpointFileTests {
  struct Golden: Decodable {
    var shape: [Int]
    var values: [Float]
  }

  static func file(_ name: String) throws -> CheckpointFile {
    try CheckpointFile(path: "\(CheckpointBytes.fixtures)/\(name)")
  }

  static func golden() throws -> [String: Golden] {
    try JSONDecoder().decode(
      [String: Golden].self, from: Data(try CheckpointBytes.fixture("checkpoints.json")))
  }

  @Test(
    "every number is the one that PyTorch stored, of each type, strided and shared",
    arguments: [
      ("state.pth", CheckpointFormat.torchZIP), ("state-protocol-4.pth", .torchZIP),
      ("state-legacy.pth", .torchLegacy), ("state.safetensors", .safetensors),
    ])
  func numbers(name: String, format: CheckpointFormat) throws {
    let file = try Self.file(name)
    let golden = try Self.golden()
    #expect(file.format == format)
    #expect(Set(file.tensors.map(\.name)) == Set(golden.keys) && golden.count == 13)
    for tensor in file.tensors {
      let expected = try #require(golden[tensor.name])
      #expect(tensor.shape == expected.shape, "\(tensor.name)")
      let bits = try tensor.values().map(\.bitPattern)
      #expect(bits == expected.values.map(\.bitPattern), "\(tensor.name)")
      #expect(tensor.count == expected.values.count)
    }
  }

  @Test("types, order and layout are told without reading a tensor")
  func listing() throws {
    let file = try Self.file("state.pth")
    #expect(file.tensors.first?.name == "layer.weight" && file.tensors.last?.name == "column")
    #expect(file["half"]?.type == .float16 && file["counts"]?.type == .int64)
    #expect(file["part"]?.isContiguous == true && file["turned"]?.isContiguous == false)
    #expect(file["nothing"] == nil)
    #expect(try Self.file("state.safetensors").metadata == ["made": "here"])
  }

  @Test("all halves are widened as the processor does it")
  func halves() throws {
    let folder = try TemporaryFolder()
    let patterns = (0..<1 << 16).filter { $0 & 0x7C00 != 0x7C00 }
    let header = #"{"h":{"dtype":"F16","shape":[63488],"data_offsets":[0,126976]}}"#
    let bytes =
      CheckpointBytes.safetensors(header, data: 0)
      + patterns.flatMap { CheckpointBytes.little($0, 2) }
    let values = try #require(try CheckpointBytes.open(bytes, in: folder)["h"]).values()
    let expected = patterns.map { Float(Float16(bitPattern: UInt16($0))) }
    #expect(values.map(\.bitPattern) == expected.map(\.bitPattern))
  }

  @Test("a single dictionary below the outermost one is unwrapped, several keep their keys")
  func nesting() throws {
    let wrapped = try Self.file("wrapped.pth")
    #expect(wrapped.wrappers == ["model", "net"] && wrapped.tensors.map(\.name) == ["weight"])
    let training = try Self.file("training.pth")
    #expect(training.wrappers.isEmpty)
    #expect(training.tensors.map(\.name) == ["model.weight", "optimizer.state.0.exp_avg"])
  }

  @Test("letting pages go changes no number")
  func release() throws {
    let folder = try TemporaryFolder()
    let count = 100_000
    let header = #"{"a":{"dtype":"U8","shape":[\#(count)],"data_offsets":[0,\#(count)]}}"#
    let bytes =
      CheckpointBytes.safetensors(header, data: 0) + (0..<count).map { UInt8($0 % 251) }
    let tensor = try #require(try CheckpointBytes.open(bytes, in: folder)["a"])
    let before = try tensor.values()
    tensor.release()
    #expect(try tensor.values() == before && before[1000] == Float(1000 % 251))
  }

  @Test("a NaN and an infinity are named with their place; other tensors are read")
  func notFinite() throws {
    let file = try Self.file("nan.pth")
    #expect(try file["good"]?.values() == [1, 1, 1])
    #expect(
      throws: CheckpointError.notFinite(path: file.path, tensor: "bad", index: 2, value: "NaN")
    ) { try file["bad"]?.values() }
    #expect(
      throws: CheckpointError.notFinite(
        path: file.path, tensor: "large", index: 1, value: "infinite")
    ) { try file["large"]?.tensor() }
  }

  @Test("a pickle that would run a command is refused by the command's name, and runs nothing")
  func evil() throws {
    for name in ["evil.pth", "evil-legacy.pth"] {
      let error = #expect(throws: CheckpointError.self) { try Self.file(name) }
      guard case .refused(_, let detail) = error else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
      #expect(detail.contains("posix.system") && detail.contains("nothing was run"))
    }
    #expect(!FileManager.default.fileExists(atPath: "pickle-was-run"))
  }

  @Test("what is no checkpoint is said to be what it is")
  func foreign() throws {
    let folder = try TemporaryFolder()
    let tar = [UInt8](repeating: 0x61, count: 257) + Array("ustar".utf8)
    for (bytes, found) in [
      ([], "an empty file"), (Array("<!DOCTYPE html>".utf8), "markup (an HTML error page?)"),
      ([0x89] + Array("HDF\r\n".utf8), "an HDF5 file (Keras?)"), (tar, "a tar archive"),
      ([0x80, 0x04, 0x95], "a pickle that torch.save did not write"),
      (Array("version https://git-lfs.github.com".utf8), "a Git LFS pointer; run git lfs pull"),
      (CheckpointBytes.zip([.init(name: "a.npy")]), "a ZIP archive without data.pkl"),
      (CheckpointBytes.safetensors("{}", data: 0), "a file of that form without tensors"),
    ] {
      let error = try CheckpointBytes.error(bytes, in: folder)
      #expect(error?.contains("found \(found)") == true, "\(String(describing: error))")
    }
  }

  @Test("a file that is missing, a folder and a pipe are each said to be so")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: CheckpointError.self) {
      try CheckpointFile(path: "\(folder.path)/none.pth")
    }
    #expect(missing?.isMissingFile == true)
    let pipe = "\(folder.path)/pipe"
    // Sound: the string lives, terminated, for the length of the call.
    let status = unsafe mkfifo(pipe, 0o600)
    #expect(status == 0)
    for path in [folder.path, pipe, "a\0b"] {
      let error = #expect(throws: CheckpointError.self) { try CheckpointFile(path: path) }
      guard case .unreadable(.unreadable) = error else {
        Issue.record("\(path): \(String(describing: error))")
        continue
      }
    }
  }
}
