public import Vision

extension Bench {
  /// The pseudo label that `source` has for this image, checked against the photograph's size and
  /// the data set's classes.
  public func seed(_ source: SeedSource) throws -> LabelMap {
    switch source.origin {
    case .simulated(let seeds): return try output(of: SimulatedSeedStep(seeds: seeds)).map
    case .activations(let seeds): return try output(of: ActivationSeedStep(seeds: seeds)).map
    case .folder(let folder):
      let (width, height) = try size()
      return try folder.labels(for: sample.id, width: width, height: height, classes: classes)
    }
  }

  /// What the pseudo label of `source` contributes to a key.
  public func seedInput(_ source: SeedSource) throws -> StepInput {
    switch source.origin {
    case .simulated(let seeds):
      StepInput("seed", try key(of: SimulatedSeedStep(seeds: seeds)))
    case .activations(let seeds):
      StepInput("seed", try key(of: ActivationSeedStep(seeds: seeds)))
    case .folder(let folder):
      StepInput("seed", try digest(ofFile: folder.path(of: sample.id)))
    }
  }
}

extension SeedSource {
  /// The steps behind the labels, for those that ask for them.
  var steps: [any Step] {
    switch origin {
    case .folder, .simulated: []
    case .activations(let seeds): [ActivationSeedStep(seeds: seeds)]
    }
  }
}
