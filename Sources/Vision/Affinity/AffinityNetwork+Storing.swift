extension AffinityNetwork {
  private static let format = "sepal affinity network"

  /// A safetensors file of norms and parameters. Equal networks give equal bytes.
  package var stored: [UInt8] {
    var tensors: [(name: String, value: Tensor)] = []
    for (stage, norm) in norms.enumerated() {
      tensors.append(("norm\(stage).mean", Tensor(norm.mean, shape: [norm.mean.count])))
      tensors.append(("norm\(stage).scale", Tensor(norm.scale, shape: [norm.scale.count])))
    }
    tensors += parameters.entries.map { ($0.name, $0.value) }
    return SafetensorsWriter.bytes(
      tensors, metadata: [("kind", Self.format), ("affinities", kind.rawValue)])
  }

  /// Reads what `stored` gave.
  ///
  /// Throws: `CheckpointError` for a file that is damaged, `TrainingError.otherCheckpoint` for one of
  /// another network.
  package init(_ file: CheckpointFile) throws {
    guard file.metadata["kind"] == Self.format,
      let kind = file.metadata["affinities"].flatMap({ AffinityKind(rawValue: $0) })
    else {
      throw TrainingError.otherCheckpoint(
        path: file.path, expected: Self.format, found: file.metadata["kind"] ?? "something else")
    }
    var (means, scales) = ([[Float]](), [[Float]]())
    var parameters = ParameterSet()
    for tensor in file.tensors {
      let value = try tensor.tensor()
      switch tensor.name {
      case "norm\(means.count).mean": means.append(value.values)
      case "norm\(scales.count).scale": scales.append(value.values)
      case let name: parameters.add(name, value)
      }
    }
    guard means.map(\.count) == scales.map(\.count), !means.isEmpty else {
      throw TrainingError.otherCheckpoint(
        path: file.path, expected: Self.format, found: "one without the norms of its stages")
    }
    self.init(
      kind: kind, norms: zip(means, scales).map { ChannelNorm(mean: $0, scale: $1) },
      parameters: parameters)
  }
}
