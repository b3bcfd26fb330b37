import Foundation
import Vision

/// A good file that damaged ones are made of.
struct Seed {
  /// Which reader a file is for.
  enum Kind: String, CaseIterable {
    case torch = "pth"
    case safetensors
    case numPy = "npy"
    case archive = "npz"

    /// Bytes that reading may cost besides twice the file's size: what the limits on pickles allow,
    /// which are wider for the labels of whole data sets than for the tensors of a model.
    var base: Int { self == .numPy || self == .archive ? 384 << 20 : 64 << 20 }

    /// Whether `input` with this kind's ending in `folder` is read to its end; what a reader throws by
    /// contract is no failure.
    func reads(in folder: String) throws -> Bool {
      let path = "\(folder)/input.\(rawValue)"
      do {
        switch self {
        case .torch, .safetensors: try readCheckpoint(path)
        case .numPy: try readArray(path, in: folder)
        case .archive: try readMaps(in: folder)
        }
        return true
      } catch is CheckpointError {
        return false
      } catch is NPYError {
        return false
      } catch is CAMError {
        return false
      }
    }

    /// As maps, and whatever comes of that, as what any `.npy` file may be.
    private func readArray(_ path: String, in folder: String) throws {
      do { try readMaps(in: folder) } catch is CAMError {}
      if case .array(let array) = try NPYFile.read(path: path) { _ = array.floats }
    }

    /// As of the image that the fixtures' maps are of.
    private func readMaps(in folder: String) throws {
      let maps = try CAMFolder(path: folder).maps(
        for: ImageID("input"), width: 13, height: 9, classes: .voc)
      _ = maps.seeds(backgroundThreshold: 0.5)
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
