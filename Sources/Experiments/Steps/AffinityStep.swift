import Synchronization
import Vision

/// The training of an affinity network on what a study's activation maps are sure of.
struct AffinityStep: SetStep {
  let maps: ActivationSource
  let source: AffinitySource

  var name: String { "affinity" }
  var version: Int { 1 }

  /// The walk has no part in the training.
  var parameters: [Parameter] {
    maps.identifying
      + source.trainingNamed.map { Parameter("affinity \($0.name)", $0.value) }
  }

  var prerequisites: [any Step] { [ActivationStep(maps)] }

  func inputs(at bench: SetBench) throws -> [StepInput] {
    [
      bench.input("maps", ofAll: ActivationStep(maps)), bench.photographInput(),
      StepInput("backbone", try bench.digest(ofFile: source.backbone)),
    ]
  }

  func output(at bench: SetBench) throws -> TrainedAffinities {
    let images = try bench.outputs(ofAll: ActivationStep(maps))
    let samples = AffinitySamples(
      source: source, images: images.map { ($0.sample, $0.output.maps) },
      backbone: try bench.lab.classifiers.backbone(source.backbone), lab: bench.lab)
    let course = try source.training.course(images: images.map(\.sample.id)) { index in
      try samples.sample(index)
    }
    for id in course.unsure {
      bench.warn("\(id): nothing in its activation maps is sure; affinities are learnt without it")
    }
    let training = source.trainingNamed.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    let kept = try bench.keptState().map {
      try TrainingState(
        stored: $0, named: "kept state", training: training, start: course.start)
    }
    bench.began("learning affinities", total: source.training.recipe.epochs, unit: "epoch")
    defer { bench.finished() }
    let network = try course.run(from: kept ?? course.start, workers: bench.workers) { _, state in
      try bench.keep(state: state.stored(training: training))
      bench.advanced()
      try bench.goOn()
    }
    return TrainedAffinities(network)
  }
}

/// What an image contributes to the training: features of the frozen backbone and the labels that are
/// sure.
///
/// Kept in memory, half a megabyte an image of 500×375 pixels, up to 256 MB; those beyond are made
/// again each time.
private final class AffinitySamples: Sendable {
  private static let mostBytes = 256 << 20

  private struct Kept: Sendable {
    var samples: [Int: AffinitySample] = [:]
    var bytes = 0
  }

  private let source: AffinitySource
  private let images: [(sample: Dataset.Sample, maps: ActivationMaps)]
  private let backbone: ClassifierBackbone
  private let lab: Lab
  private let kept = Mutex(Kept())

  init(
    source: AffinitySource, images: [(sample: Dataset.Sample, maps: ActivationMaps)],
    backbone: ClassifierBackbone, lab: Lab
  ) {
    (self.source, self.images, self.backbone, self.lab) = (source, images, backbone, lab)
  }

  func sample(_ index: Int) throws -> AffinitySample {
    if let known = kept.withLock({ $0.samples[index] }) { return known }
    let fresh = try make(index)
    kept.withLock { kept in
      let bytes = fresh.maps.reduce(fresh.labels.count) {
        $0 + 2 * $1.rows * $1.columns * $1.channels
      }
      guard kept.bytes + bytes <= Self.mostBytes, kept.samples[index] == nil else { return }
      kept.samples[index] = fresh
      kept.bytes += bytes
    }
    return fresh
  }

  private func make(_ index: Int) throws -> AffinitySample {
    let (sample, maps) = images[index]
    let image = try lab.bench(for: sample).photograph().image
    let labels =
      if let crf = source.sharpening {
        try source.labels.labels(of: maps, image: image, crf: DenseCRF(crf))
      } else {
        source.labels.labels(of: maps)
      }
    return AffinitySample(maps: backbone.stages(of: image, workers: .one), labels: labels)
  }
}

/// An affinity network's weights and the norms of its features, as safetensors.
struct TrainedAffinities: Storable {
  let network: AffinityNetwork

  init(_ network: AffinityNetwork) { self.network = network }

  var stored: [UInt8] { network.stored }
  init(stored: [UInt8]) throws {
    network = try AffinityNetwork(CheckpointFile(bytes: stored, name: "affinity network"))
  }
}

extension Bench {
  /// `maps` of this image, which are those of `source`, after the walk.
  func walked(
    _ maps: ActivationMaps, from source: ActivationSource, _ affinity: AffinitySource
  ) throws -> ActivationMaps {
    guard let lab else { throw Unprepared(step: "affinity") }
    let network = try output(of: AffinityStep(maps: source, source: affinity)).network
    let stages = try lab.classifiers.backbone(affinity.backbone)
      .stages(of: photograph().image, workers: workers)
    return affinity.walk(
      maps, over: network.affinities(of: stages, radius: affinity.walk.radius), workers: workers)
  }
}
