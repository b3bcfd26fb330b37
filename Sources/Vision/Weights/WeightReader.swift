internal import Synchronization

/// Hands out a checkpoint's tensors, each once, to a model that is being made, and knows at the end
/// which were never asked for.
///
/// Models ask by the names of the segment-anything package and say the shape they need; how the
/// file itself spells the names is recognised.
///
/// ```swift
/// let weights = WeightReader(try CheckpointFile(path: path))
/// let decoder = weights.scope("mask_decoder")
/// let tokens = try decoder["mask_tokens"].tensor("weight", shape: [4, 256])
/// try weights.finish(ignoring: ["image_encoder"])
/// ```
public final class WeightReader: Sendable {
  public let file: CheckpointFile
  public let naming: WeightNaming
  /// What the tensors seem to be, for errors.
  public let content: SAMCheckpointKind
  /// By the file's own names.
  private let used = Mutex<Set<String>>([])

  /// The naming is recognised by the file's names unless one is given.
  public init(_ file: CheckpointFile, naming: WeightNaming? = nil) {
    let naming = naming ?? WeightNaming(recognising: file.tensors.map(\.name))
    (self.file, self.naming) = (file, naming)
    content = SAMCheckpointKind(tensors: file.tensors, naming: naming)
  }

  /// The tensors whose names begin with `name` and a dot; all, if it is empty.
  public func scope(_ name: String = "") -> WeightScope {
    WeightScope(reader: self, prefix: name.isEmpty ? "" : "\(name).")
  }

  /// Checks that every tensor was asked for, but for those below the modules of `modules`, in
  /// segment-anything's names, such as `image_encoder`.
  ///
  /// Throws: `CheckpointError.unusedTensors`, with up to ten names in the file's order.
  public func finish(ignoring modules: [String] = []) throws(CheckpointError) {
    let ignored = modules.flatMap { naming.names(for: $0) }
    let used = used.withLock { $0 }
    let unused = file.tensors.map(\.name).filter { name in
      !used.contains(name) && !ignored.contains { name == $0 || name.hasPrefix("\($0).") }
    }
    guard unused.isEmpty else {
      throw .unusedTensors(
        path: file.path, tensors: Array(unused.prefix(10)), count: unused.count, content: content)
    }
  }

  func contains(_ name: String) -> Bool {
    naming.names(for: name).contains { file[$0] != nil }
  }

  /// The tensor that segment-anything calls `name`. Asking twice is a mistake of the model's.
  func take(_ name: String, shape: [Int]) throws(CheckpointError) -> StoredTensor {
    let names = naming.names(for: name)
    let found = names.compactMap { file[$0] }
    guard let tensor = found.first else {
      throw .missingTensor(
        path: file.path, tensor: names[0], expected: shape, content: content)
    }
    guard tensor.shape == shape else {
      throw .misshapenTensor(
        path: file.path, tensor: tensor.name, expected: shape, found: tensor.shape,
        content: content)
    }
    let isFirst = used.withLock { used in
      found.reduce(true) { used.insert($1.name).inserted && $0 }
    }
    precondition(isFirst, "WeightReader: \(name) is asked for twice")
    return tensor
  }
}
