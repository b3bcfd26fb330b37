import Vision

/// What a classifier says of one image: a logit for each class from 1 on.
struct ClassScoreStep: Step {
  let classifier: ClassifierSource

  var name: String { "class-scores" }
  var version: Int { 1 }
  var parameters: [Parameter] { [] }
  var setPrerequisites: [any SetStep] { classifier.step.map { [$0] } ?? [] }

  func inputs(at bench: Bench) throws -> [StepInput] {
    [
      try bench.photographInput(), try bench.input(of: classifier),
      StepInput("backbone", try bench.digest(ofFile: classifier.backbone)),
    ]
  }

  func output(at bench: Bench) throws -> StoredNumbers {
    StoredNumbers(
      try bench.classifier(of: classifier).logits(
        of: bench.photograph().image, workers: bench.workers))
  }
}

/// Numbers as they are.
struct StoredNumbers: Storable, Equatable {
  let values: [Float]

  init(_ values: [Float]) { self.values = values }

  var stored: [UInt8] {
    values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
    }
  }

  init(stored: [UInt8]) throws {
    guard stored.count.isMultiple(of: 4) else { throw StoredFormatError("list of numbers") }
    values = stride(from: 0, to: stored.count, by: 4).map { start in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(stored[start + $1]) << (8 * UInt32($1)) })
    }
  }
}

extension Lab {
  /// Mean average precision of a classifier over the study's images: how well it tells images that
  /// show a class from those that do not. nil where no image has a label.
  public func meanAveragePrecision(of classifier: ClassifierSource) async throws -> Double? {
    let step = ClassScoreStep(classifier: classifier)
    try await prepare([step])
    let outcome = try await forEachImage("what the classifier says") { bench in
      (try bench.output(of: step).values, try bench.imageLevelLabels())
    }
    guard !outcome.values.isEmpty else { return nil }
    return MeanAveragePrecision.of(
      scores: outcome.values.map(\.0), classes: outcome.values.map(\.1)
    ).mean
  }
}
