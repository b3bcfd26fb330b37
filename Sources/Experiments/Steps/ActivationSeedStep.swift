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
    [ActivationStep(seeds.maps)] + (refinesLabels ? [ActivationSeedStep(seeds: plain)] : [])
  }
  var setPrerequisites: [any SetStep] { backgroundStep.map { [$0] } ?? [] }

  /// Whether a CRF begins with labels; others begin with the maps, and need no threshold.
  private var refinesLabels: Bool { if case .labels = seeds.crf?.unary { true } else { false } }

  /// The same without a CRF.
  private var plain: ActivationSeeds { .init(seeds.maps, background: seeds.background) }

  private var backgroundStep: BackgroundStep? {
    if seeds.crf != nil, !refinesLabels { return nil }
    return switch seeds.background {
    case .fixed: nil
    case .heldOut: BackgroundStep(maps: seeds.maps, isOracle: false)
    case .oracle: BackgroundStep(maps: seeds.maps, isOracle: true)
    }
  }

  func inputs(at bench: Bench) throws -> [StepInput] {
    var inputs = [StepInput("maps", try bench.key(of: ActivationStep(seeds.maps)))]
    if seeds.crf != nil {
      inputs.append(try bench.photographInput())
      if refinesLabels {
        inputs.append(
          StepInput("seeds", try bench.key(of: ActivationSeedStep(seeds: plain))))
      }
    } else if let backgroundStep {
      // Which half an image is in decides which threshold it gets.
      inputs += [
        try bench.input("thresholds", of: backgroundStep),
        StepInput("half", text: "\(Study.fold(of: "\(bench.sample.id)"))"),
      ]
    }
    return inputs
  }

  func output(at bench: Bench) throws -> StoredLabels {
    let maps = try bench.activations(from: seeds.maps)
    guard let crf = seeds.crf else {
      return StoredLabels(maps.seeds(backgroundThreshold: try threshold(at: bench)))
    }
    let image = try bench.photograph().image
    guard refinesLabels else {
      return StoredLabels(
        try DenseCRF(crf).labels(from: maps, image: image, workers: bench.workers))
    }
    let labels = try bench.output(of: ActivationSeedStep(seeds: plain)).map
    return StoredLabels(
      try DenseCRF(crf).labels(
        refining: labels, classes: maps.classes, image: image, workers: bench.workers))
  }

  private func threshold(at bench: Bench) throws -> Float {
    if case .fixed(let value) = seeds.background { return value }
    guard let backgroundStep else { preconditionFailure("ActivationSeedStep: no threshold") }
    return try bench.output(of: backgroundStep).threshold(for: bench.sample.id)
  }
}
