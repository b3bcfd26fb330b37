/// A module's part of a checkpoint: names are relative to the module's.
public struct WeightScope: Sendable {
  let reader: WeightReader
  /// Empty, or ends with a dot.
  let prefix: String

  /// The module `name` in this one.
  public subscript(name: String) -> WeightScope {
    WeightScope(reader: reader, prefix: "\(prefix)\(name).")
  }

  /// The `index`th module of a list in this one.
  public subscript(index: Int) -> WeightScope { self["\(index)"] }

  /// The module `path` in this one, such as `layers.0`.
  public func child(_ path: String) -> WeightScope { self[path] }

  /// Whether the file holds the tensor `name`.
  public func contains(_ name: String) -> Bool { reader.contains(prefix + name) }

  /// The tensor `name` as floats, row-major. Its pages of the file are let go: the values are the
  /// only copy that stays in memory.
  ///
  /// Throws: `CheckpointError.missingTensor`, `.misshapenTensor`, or `.notFinite`.
  public func tensor(_ name: String, shape: [Int]) throws(CheckpointError) -> Tensor {
    let stored = try stored(name, shape: shape)
    defer { stored.release() }
    return try stored.tensor()
  }

  /// The tensor `name` where it lies in the file, for those who pack it in a way of their own.
  ///
  /// Throws: `CheckpointError.missingTensor` or `.misshapenTensor`.
  public func stored(_ name: String, shape: [Int]) throws(CheckpointError) -> StoredTensor {
    try reader.take(prefix + name, shape: shape)
  }
}
