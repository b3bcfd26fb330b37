extension AffinityNetwork {
  private static let description = "sepal affinity network"

  /// Channels of the backbone's stages that it was trained on, the finest first.
  package var channels: [Int] { norms.map(\.mean.count) }

  /// A safetensors file that `init(_:)` reads. Equal networks give equal bytes.
  package var stored: [UInt8] {
    let statistics = norms.enumerated().flatMap { index, norm in
      [
        (name: "stage\(index).mean", value: Tensor(norm.mean, shape: [norm.mean.count])),
        (name: "stage\(index).scale", value: Tensor(norm.scale, shape: [norm.scale.count])),
      ]
    }
    return SafetensorsWriter.bytes(
      statistics + parameters.entries.map { ($0.name, $0.value) },
      metadata: [("kind", Self.description), ("affinities", kind.rawValue)])
  }

  /// Reads what `stored` gave.
  ///
  /// Throws: `CheckpointError` for a file that is damaged or lacks a tensor,
  /// `TrainingError.otherCheckpoint` for one that is no affinity network.
  package init(_ file: CheckpointFile) throws {
    let description = file.metadata["kind"]
    let stages = (0..<file.tensors.count).prefix { file["stage\($0).mean"] != nil }
    guard description == Self.description, !stages.isEmpty,
      let kind = file.metadata["affinities"].flatMap({ AffinityKind(rawValue: $0) })
    else { throw Self.foreign(file, found: description ?? "something else") }
    let weights = WeightReader(file)
    var parameters = ParameterSet()
    func layer(_ name: String, inputs: Int) throws(CheckpointError) -> Int {
      let outputs = file["\(name).bias"]?.shape.first ?? 0
      for (part, shape) in [("weight", [outputs, inputs]), ("bias", [outputs])] {
        let tensor = try weights.scope(name).tensor(part, shape: shape)
        parameters.add("\(name).\(part)", tensor)
      }
      return outputs
    }
    var norms: [ChannelNorm] = []
    var width = 0
    for index in stages {
      let channels = file["stage\(index).mean"]?.shape.first ?? 0
      let stage = weights.scope("stage\(index)")
      norms.append(
        ChannelNorm(
          mean: try stage.tensor("mean", shape: [channels]).values,
          scale: try stage.tensor("scale", shape: [channels]).values))
      width += try layer("stage\(index)", inputs: channels)
    }
    let outputs = try layer("last", inputs: width)
    try weights.finish()
    let isSound = kind == .boundaries ? outputs == 1 : outputs > 0 && outputs.isMultiple(of: 16)
    guard isSound, norms.allSatisfy({ !$0.mean.isEmpty }), width > 0 else {
      throw Self.foreign(file, found: "one that makes \(outputs) numbers of \(width)")
    }
    self.init(kind: kind, norms: norms, parameters: parameters)
  }

  private static func foreign(_ file: CheckpointFile, found: String) -> TrainingError {
    .otherCheckpoint(path: file.path, expected: description, found: found)
  }
}
