import Vision

/// Pseudo labels from one image's activation maps.
struct ActivationSeedStep: Step {
  let seeds: ActivationSeeds

  var name: String { seeds.crf == nil ? "cam-seeds" : "dense-crf" }
  var version: Int { 1 }

  var parameters: [Parameter] {
    [Parameter("background", seeds.background.name)]
      + (seeds.crf?.named.map { Parameter($0.name, $0.value) } ?? []) + seeds.maps.identifying
  }

  var prerequisites: [any Step] {
    [ActivationStep(seeds.maps)] + (seeds.crf == nil ? [] : [ActivationSeedStep(seeds: plain)])
  }
  var setPrerequisites: [any SetStep] { backgroundStep.map { [$0] } ?? [] }

  /// The same without a CRF.
  private var plain: ActivationSeeds { .init(seeds.maps, background: seeds.background) }

  private var backgroundStep: BackgroundStep? {
    switch seeds.background {
    case .fixed: nil
    case .heldOut: BackgroundStep(maps: seeds.maps, isOracle: false)
    case .oracle: BackgroundStep(maps: seeds.maps, isOracle: true)
    }
  }

  func inputs(at bench: Bench) throws -> [StepInput] {
    if seeds.crf != nil {
      return [
        try bench.photographInput(),
        StepInput("seeds", try bench.key(of: ActivationSeedStep(seeds: plain))),
      ]
    }
    var inputs = [StepInput("maps", try bench.key(of: ActivationStep(seeds.maps)))]
    if let backgroundStep {
      // Which half an image is in decides which threshold it gets.
      inputs += [
        try bench.input("thresholds", of: backgroundStep),
        StepInput("half", text: "\(Study.fold(of: "\(bench.sample.id)"))"),
      ]
    }
    return inputs
  }

  func output(at bench: Bench) throws -> StoredLabels {
    if let crf = seeds.crf {
      let labels = try bench.output(of: ActivationSeedStep(seeds: plain)).map
      return StoredLabels(
        try DenseCRF(crf).labels(refining: labels, image: bench.photograph().image))
    }
    let maps = try bench.activations(from: seeds.maps)
    return StoredLabels(maps.seeds(backgroundThreshold: try threshold(at: bench)))
  }

  private func threshold(at bench: Bench) throws -> Float {
    if case .fixed(let value) = seeds.background { return value }
    guard let backgroundStep else { preconditionFailure("ActivationSeedStep: no threshold") }
    return try bench.output(of: backgroundStep).threshold(for: bench.sample.id)
  }
}
