public import Vision

/// The class activation maps of one image, from whichever source.
struct ActivationStep: Step {
  let source: ActivationSource

  init(_ source: ActivationSource) { self.source = source }

  var name: String {
    switch source {
    case .classifier: "cam"
    case .imageNet: "imagenet-cam"
    case .folder: "cam-from-disk"
    case .walked: "random-walk"
    }
  }

  var version: Int { 1 }

  var parameters: [Parameter] {
    switch source {
    case .classifier(_, let settings), .imageNet(_, let settings):
      settings.named.map { Parameter($0.name, $0.value) }
    case .folder: []
    case .walked(_, let affinity): affinity.walk.named.map { Parameter($0.name, $0.value) }
    }
  }

  var prerequisites: [any Step] {
    if case .walked(let maps, _) = source { [ActivationStep(maps)] } else { [] }
  }

  var setPrerequisites: [any SetStep] {
    switch source {
    case .classifier(let classifier, _): classifier.step.map { [$0] } ?? []
    case .folder, .imageNet: []
    case .walked(let maps, let affinity): [AffinityStep(maps: maps, source: affinity)]
    }
  }

  func inputs(at bench: Bench) throws -> [StepInput] {
    switch source {
    case .classifier(let classifier, _):
      let labels = try bench.imageLevelLabels().map { "\($0)" }.joined(separator: " ")
      return [
        try bench.photographInput(), try bench.input(of: classifier),
        StepInput("labels", text: labels), bench.classesInput,
        StepInput("backbone", try bench.digest(ofFile: classifier.backbone)),
      ]
    case .imageNet(let backbone, _):
      return [
        try bench.photographInput(), StepInput("backbone", try bench.digest(ofFile: backbone)),
      ]
    case .folder(let folder):
      let (width, height) = try bench.size()
      return [
        StepInput("maps", try bench.digest(ofFile: folder.path(of: bench.sample.id))),
        StepInput("size", text: "\(width)×\(height)"), bench.classesInput,
      ]
    case .walked(let maps, let affinity):
      return [
        try bench.photographInput(),
        try bench.input("network", of: AffinityStep(maps: maps, source: affinity)),
        StepInput("maps", try bench.key(of: ActivationStep(maps))),
        StepInput("backbone", try bench.digest(ofFile: affinity.backbone)),
      ]
    }
  }

  func output(at bench: Bench) throws -> StoredMaps {
    switch source {
    case .classifier(let source, let settings):
      let classifier = try bench.classifier(of: source)
      return StoredMaps(
        rounding: classifier.activationMaps(
          of: try bench.photograph().image, classes: try bench.imageLevelLabels(),
          settings: settings, workers: bench.workers))
    case .imageNet(let backbone, let settings):
      let network = try bench.imageNet(backbone)
      let image = try bench.photograph().image
      let classes = network.labels.classes(of: image, workers: bench.workers).map(\.index)
      return StoredMaps(
        rounding: network.classifier.activationMaps(
          of: image, classes: classes, settings: settings, workers: bench.workers))
    case .folder(let folder):
      let (width, height) = try bench.size()
      return StoredMaps(
        rounding: try folder.maps(
          for: bench.sample.id, width: width, height: height, classes: bench.classes))
    case .walked(let maps, let affinity):
      return StoredMaps(
        rounding: try bench.walked(try bench.activations(from: maps), from: maps, affinity))
    }
  }
}

extension Bench {
  /// The class activation maps of this image from `source`, made if need be.
  public func activations(from source: ActivationSource) throws -> ActivationMaps {
    try output(of: ActivationStep(source)).maps
  }

  /// The classes in this image's label, ascending.
  ///
  /// Throws: `MissingLabels`.
  public func imageLevelLabels() throws -> [Int] {
    guard let labels = lab?.study.supervision?.labels[sample.id] else {
      throw MissingLabels(id: sample.id)
    }
    return labels
  }

  /// What decides the classifier, as an input.
  func input(of classifier: ClassifierSource) throws -> StepInput {
    switch classifier.origin {
    case .trained(let training):
      try input(
        "classifier", of: ClassifierStep(training: training, backbone: classifier.backbone))
    case .file(let path): StepInput("classifier", try digest(ofFile: path))
    }
  }
}

/// An image has no image-level label.
public struct MissingLabels: Error, Equatable, CustomStringConvertible {
  public let id: ImageID

  public init(id: ImageID) { self.id = id }

  public var description: String {
    "image \(id): no image-level label says what it shows; add it to the labels (--labels FILE)"
  }
}
