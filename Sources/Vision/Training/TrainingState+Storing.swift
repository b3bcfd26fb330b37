extension TrainingState {
  private static let kind = "sepal training"

  /// A safetensors file that `init(stored:)` reads: parameters under their names, moments below
  /// `moment.0` and `moment.1`. Equal states give equal bytes.
  ///
  /// - Parameter training: what is being trained and how, for `init(stored:)` to compare.
  package func stored(training: String) -> [UInt8] {
    var tensors = parameters.entries.map { (name: "parameter.\($0.name)", value: $0.value) }
    for (index, moment) in moments.enumerated() {
      tensors += moment.entries.map { (name: "moment.\(index).\($0.name)", value: $0.value) }
    }
    return SafetensorsWriter.bytes(
      tensors,
      metadata: [
        ("kind", Self.kind), ("training", training), ("epochs", "\(epochs)"), ("steps", "\(steps)"),
      ])
  }

  /// Reads what `stored` gave for a training that begins with `start`.
  ///
  /// Throws: `CheckpointError` for bytes that are damaged or have other tensors,
  /// `TrainingError.otherCheckpoint` for one of another training. `name` is what errors call it.
  package init(
    stored: [UInt8], named name: String, training: String, start: TrainingState
  ) throws {
    let file = try CheckpointFile(bytes: stored, name: name)
    let found = file.metadata["kind"] == Self.kind ? file.metadata["training"] : nil
    guard found == training, let epochs = file.metadata["epochs"].flatMap({ Int($0) }),
      let steps = file.metadata["steps"].flatMap({ Int($0) }), epochs >= 0, steps >= 0
    else {
      throw TrainingError.otherCheckpoint(
        path: name, expected: training, found: found ?? "something else")
    }
    let weights = WeightReader(file)
    self = start
    parameters = try Self.read(start.parameters, weights.scope("parameter"))
    for index in moments.indices {
      moments[index] = try Self.read(start.parameters, weights.scope("moment.\(index)"))
    }
    try weights.finish()
    (self.epochs, self.steps) = (epochs, steps)
  }

  private static func read(
    _ like: ParameterSet, _ weights: WeightScope
  ) throws(CheckpointError) -> ParameterSet {
    var set = ParameterSet()
    for entry in like.entries {
      set.add(entry.name, try weights.tensor(entry.name, shape: entry.value.shape))
    }
    return set
  }
}
