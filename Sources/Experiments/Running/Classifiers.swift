internal import Synchronization
import Vision

/// The classifiers and backbones of a run, each made ready when it is first asked for: EfficientNet's
/// weights take 20 MB, a classifier's own up to 8 MB.
final class Classifiers: Sendable {
  private struct Ready: Sendable {
    var backbones: [String: ClassifierBackbone] = [:]
    var classifiers: [ClassifierSource: Classifier] = [:]
    var imageNets: [String: ImageNetNetwork] = [:]
  }

  private let ready = Mutex(Ready())

  /// The backbone in the file at `path`. Threads that ask at the same time wait for one of them.
  ///
  /// Throws: `CheckpointError`.
  func backbone(_ path: String) throws(CheckpointError) -> ClassifierBackbone {
    try ready.withLock { ready throws(CheckpointError) in
      if let known = ready.backbones[path] { return known }
      let backbone = try ClassifierBackbone(CheckpointFile(path: path))
      ready.backbones[path] = backbone
      return backbone
    }
  }

  /// EfficientNet-Lite0 with its own head.
  ///
  /// Throws: `CheckpointError`.
  func imageNet(_ path: String) throws(CheckpointError) -> ImageNetNetwork {
    let backbone = try backbone(path)
    return try ready.withLock { ready throws(CheckpointError) in
      if let known = ready.imageNets[path] { return known }
      let file = try CheckpointFile(path: path)
      let network = ImageNetNetwork(
        labels: try ImageNetLabels(file),
        classifier: try Classifier(
          imageNet: file, groups: (1...20).map { ImageNetClassesOfVOC.classes(of: $0) },
          backbone: backbone))
      ready.imageNets[path] = network
      return network
    }
  }

  /// The classifier of `source`; `file` gives what was trained.
  func classifier(
    of source: ClassifierSource, _ file: () throws -> CheckpointFile
  ) throws -> Classifier {
    if let known = ready.withLock({ $0.classifiers[source] }) { return known }
    let classifier = try Classifier(file(), backbone: backbone(source.backbone))
    ready.withLock { $0.classifiers[source] = classifier }
    return classifier
  }
}

/// What ImageNet's head says of VOC's classes, and where.
struct ImageNetNetwork: Sendable {
  let labels: ImageNetLabels
  let classifier: Classifier
}

extension Bench {
  /// Throws: `CheckpointError`.
  func imageNet(_ backbone: String) throws -> ImageNetNetwork {
    guard let lab else { throw Unprepared(step: "ImageNet’s head") }
    return try lab.classifiers.imageNet(backbone)
  }

  /// Which of VOC's classes ImageNet's head sees in this image, and how sure it is.
  ///
  /// Throws: `CheckpointError`, and what reading the photograph throws.
  public func imageNetLabels(
    backbone: String
  ) throws -> [(index: Int, probability: Float)] {
    try imageNet(backbone).labels.classes(of: photograph().image, workers: workers)
  }

  /// The classifier of `source`, its weights in place.
  ///
  /// Throws: `Unprepared` for one that is yet to be trained, `CheckpointError`, `TrainingError`.
  func classifier(of source: ClassifierSource) throws -> Classifier {
    guard let lab else { throw Unprepared(step: "classifier") }
    return try lab.classifiers.classifier(of: source) {
      switch source.origin {
      case .file(let path): try CheckpointFile(path: path)
      case .trained(let training):
        try CheckpointFile(
          bytes: lab.output(of: ClassifierStep(training: training, backbone: source.backbone))
            .bytes,
          name: "classifier")
      }
    }
  }
}
