import Vision

/// The training of a classifier on the study's training images.
struct ClassifierStep: SetStep {
  let training: ClassifierTraining
  let backbone: String

  var name: String { "classifier" }
  var version: Int { 1 }
  var parameters: [Parameter] { training.named.map { Parameter($0.name, $0.value) } }

  func inputs(at bench: SetBench) throws -> [StepInput] {
    let supervision = try bench.supervision()
    var images: [UInt8] = []
    for sample in supervision.training {
      // A photograph that cannot be read is left out of the training as well.
      guard
        case .success(let input) = Result(catching: {
          try bench.bench(for: sample).photographInput()
        })
      else { continue }
      let labels = supervision.labels[sample.id].map { "\($0)" } ?? "none"
      images += Array("\(sample.id) \(labels)\n".utf8) + input.digest.bytes
    }
    return [
      StepInput("images", Digest(of: images)),
      StepInput("classes", text: bench.study.dataset.classes.names.joined(separator: "\n")),
      StepInput("backbone", try bench.digest(ofFile: backbone)),
    ]
  }

  func output(at bench: SetBench) throws -> TrainedClassifier {
    let supervision = try bench.supervision()
    let samples = try readable(supervision.training, bench)
    let paths = Dictionary(
      samples.map { ($0.id, $0.imagePath) }, uniquingKeysWith: { first, _ in first })
    let images = try samples.map { sample in
      guard let classes = supervision.labels[sample.id] else { throw MissingLabels(id: sample.id) }
      return LabelledImage(id: sample.id, classes: classes)
    }
    bench.began("training the classifier", total: training.recipe.epochs, unit: "epoch")
    defer { bench.finished() }
    let classifier = try training.train(
      backbone: ClassifierBackbone(CheckpointFile(path: backbone)), images: images,
      classes: Array(bench.study.dataset.classes.names.dropFirst()),
      resuming: try bench.keptState(), workers: bench.workers
    ) { id in
      guard let path = paths[id] else { throw MissingLabels(id: id) }
      return try ImageFile.read(path: path).image
    } onEpoch: { progress in
      try bench.keep(state: progress.checkpoint)
      bench.advanced()
      try bench.goOn()
    }
    return TrainedClassifier(bytes: classifier.stored)
  }

  /// The samples whose photographs can be read; the others are reported.
  private func readable(
    _ samples: [Dataset.Sample], _ bench: SetBench
  ) throws -> [Dataset.Sample] {
    let problems = bench.workers.map(samples.count) { index -> String? in
      do {
        _ = try ImageFile.read(path: samples[index].imagePath)
        return nil
      } catch {
        return "\(samples[index].id): \(error); the classifier learns without it"
      }
    }
    for case .some(let problem) in problems { bench.warn(problem) }
    return zip(samples, problems).filter { $0.1 == nil }.map(\.0)
  }
}

/// A classifier's own weights, as `Classifier.stored` gives them.
struct TrainedClassifier: Storable {
  let bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }

  var stored: [UInt8] { bytes }
  init(stored: [UInt8]) { bytes = stored }
}

extension SetBench {
  /// Throws: `NothingToLearnFrom` for a study without image-level labels.
  func supervision() throws -> Supervision {
    guard let supervision = study.supervision, !supervision.training.isEmpty else {
      throw NothingToLearnFrom()
    }
    return supervision
  }
}

/// A classifier was asked for, and nothing says what any image shows.
public struct NothingToLearnFrom: Error, Equatable, CustomStringConvertible {
  public init() {}

  public var description: String {
    "there are no image-level labels to train a classifier on (--labels FILE)"
  }
}
