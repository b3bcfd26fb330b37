import Vision

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
