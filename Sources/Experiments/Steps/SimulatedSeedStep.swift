public import Vision

/// Pseudo labels drawn from the truth of one image with errors of a chosen amount.
struct SimulatedSeedStep: Step {
  let seeds: SimulatedSeeds

  var name: String { "simulated-seeds" }
  var version: Int { 1 }
  var parameters: [Parameter] {
    [
      Parameter("false-negative rate", seeds.falseNegativeRate),
      Parameter("false-positive rate", seeds.falsePositiveRate),
      Parameter("seed", seeds.seed),
    ]
  }

  /// Every image has errors of its own, those with equal truths too.
  func inputs(at bench: Bench) throws -> [StepInput] {
    [try bench.truthInput(), StepInput("id", text: "\(bench.sample.id)")]
  }

  func output(at bench: Bench) throws -> StoredLabels {
    StoredLabels(seeds.labels(truth: try bench.truth(), id: "\(bench.sample.id)"))
  }
}

extension Bench {
  /// The pseudo label that `source` has for this image, checked against the photograph's size and
  /// the data set's classes.
  public func seed(_ source: SeedSource) throws -> LabelMap {
    switch source.origin {
    case .simulated(let seeds): return try output(of: SimulatedSeedStep(seeds: seeds)).map
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
    case .folder(let folder):
      StepInput("seed", try digest(ofFile: folder.path(of: sample.id)))
    }
  }
}
