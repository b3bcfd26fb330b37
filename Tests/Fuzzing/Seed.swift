import Foundation
import Vision

/// A good file that damaged ones are made of.
struct Seed {
  /// Which reader a file is for.
  enum Kind: String, CaseIterable {
    case torch = "pth"
    case safetensors
    case numPy = "npy"

    /// Bytes that reading may cost besides twice the file's size: what the limits on pickles allow,
    /// which are wider for the labels of whole data sets than for the tensors of a model.
    var base: Int { self == .numPy ? 384 << 20 : 64 << 20 }

    /// Whether the file is read to its end; what a reader throws by contract is no failure.
    func reads(_ path: String) throws -> Bool {
      do {
        switch self {
        case .torch, .safetensors: try readCheckpoint(path)
        case .numPy: if case .array(let array) = try NPYFile.read(path: path) { _ = array.floats }
        }
        return true
      } catch is CheckpointError {
        return false
      } catch is NPYError {
        return false
      }
    }

    private func readCheckpoint(_ path: String) throws {
      let file = try CheckpointFile(path: path)
      let weights = WeightReader(file)
      for tensor in file.tensors { _ = try tensor.values() }
      try weights.finish(ignoring: file.tensors.map(\.name))
    }
  }

  var name: String
  var kind: Kind
  var bytes: [UInt8]

  /// The files of `folder` that have a reader, by name.
  static func all(in folder: String) throws -> [Seed] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted().compactMap { name in
      let parts = name.split(separator: ".")
      guard let kind = parts.last.flatMap({ Kind(rawValue: String($0)) }) else { return nil }
      let bytes = Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
      return Seed(name: name, kind: kind, bytes: bytes)
    }
  }
}
