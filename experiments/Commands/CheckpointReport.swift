import Experiments
import Foundation
import Vision

/// What `sepal doctor --checkpoint` tells about a file of model weights. All of it is read: a
/// report means that every weight is a finite number.
struct CheckpointReport: Codable {
  /// Without its folder.
  var name: String
  var format: String
  var model: String
  /// Whose names the tensors have; absent for a model that is none of SAM's.
  var naming: String?
  var tensors: Int
  /// Numbers in tensors of floating point.
  var parameters: Int
  /// How many tensors hold numbers of each type.
  var elementTypes: [String: Int]
  var bytes: Int
  var sha256: String
  /// The published file that this is; absent for any other.
  var published: String?
  /// Why a file that is called like a published one is not it.
  var warning: String?

  /// Throws: `CheckpointError`, also for a weight that is NaN or infinite; `ImageFileError`.
  init(path: String) throws {
    let file = try CheckpointFile(path: path)
    for tensor in file.tensors {
      _ = try tensor.values()
      tensor.release()
    }
    name = URL(filePath: path).lastPathComponent
    format = file.format.rawValue
    let kind = SAMCheckpointKind(of: file)
    model = "\(kind)"
    naming = kind.isOfSAM ? "\(WeightNaming(recognising: file.tensors.map(\.name)))" : nil
    tensors = file.tensors.count
    parameters = file.tensors.reduce(0) { $0 + ($1.type.isFloatingPoint ? $1.count : 0) }
    elementTypes = file.tensors.reduce(into: [:]) { $0[$1.type.rawValue, default: 0] += 1 }
    bytes = file.size
    sha256 = try Digest(ofFile: path).hexadecimal
    published = PublishedCheckpoint(sha256: sha256).map { "\($0.name) (\($0.origin))" }
    if published == nil, let known = PublishedCheckpoint.all.first(where: { $0.name == name }) {
      warning =
        "the published \(known.name) has \(known.size) bytes and the SHA-256 \(known.sha256)"
    }
  }

  var text: String {
    let types = elementTypes.sorted { $0.key < $1.key }.map { "\($0.key) × \($0.value)" }
    var rows = [
      ("file", name), ("format", format), ("model", model),
      ("names as in", naming ?? "no package known here"),
      ("tensors", "\(tensors): \(types.joined(separator: ", "))"),
      ("parameters", "\(parameters), all finite"), ("bytes", "\(bytes)"), ("SHA-256", sha256),
      ("published", published ?? "no file of this digest is known"),
    ]
    if let warning { rows.append(("warning", warning)) }
    return rows.map { name, value in
      name + String(repeating: " ", count: 13 - name.count) + value
    }.joined(separator: "\n")
  }
}
