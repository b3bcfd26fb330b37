import Vision

/// One image's confusion counts for every background threshold that may be chosen.
struct BackgroundScoreStep: Step {
  let maps: ActivationSource

  /// The activations to choose from: 0.02 … 0.98.
  static let thresholds: [Float] = (1...49).map { Float($0) / 50 }

  var name: String { "background-scores" }
  var version: Int { 1 }
  var parameters: [Parameter] {
    [Parameter("thresholds", "\(Self.thresholds)")] + maps.identifying
  }
  var prerequisites: [any Step] { [ActivationStep(maps)] }

  func inputs(at bench: Bench) throws -> [StepInput] {
    [
      try bench.truthInput(), StepInput("maps", try bench.key(of: ActivationStep(maps))),
      bench.classesInput,
    ]
  }

  func output(at bench: Bench) throws -> ImageScores {
    let truth = try bench.truth()
    let sheet = ActivationHistogram(
      maps: try bench.activations(from: maps), truth: truth, classes: bench.classes.count,
      thresholds: Self.thresholds)
    var scores = ImageScores(maskCount: 0)
    for index in Self.thresholds.indices {
      scores.settings.append(index)
      scores.distinct.append(.init(confusion: sheet.confusion(index)))
    }
    return scores
  }
}

/// The background thresholds of a study's two halves, chosen on truth: see `BackgroundChoice`.
struct BackgroundStep: SetStep {
  let maps: ActivationSource
  /// Whether each half gets what is best on itself.
  let isOracle: Bool

  var name: String { "background" }
  var version: Int { 1 }
  var parameters: [Parameter] { [Parameter("oracle", isOracle)] + maps.identifying }
  var prerequisites: [any Step] { [BackgroundScoreStep(maps: maps)] }

  func inputs(at bench: SetBench) throws -> [StepInput] {
    [bench.input("scores", ofAll: BackgroundScoreStep(maps: maps))]
  }

  func output(at bench: SetBench) throws -> BackgroundThresholds {
    var halves: [[ImageScores]] = [[], []]
    for (sample, scores) in try bench.outputs(ofAll: BackgroundScoreStep(maps: maps)) {
      halves[Study.fold(of: "\(sample.id)")].append(scores)
    }
    let classes = bench.study.dataset.classes.count
    let all = best(on: halves[0] + halves[1], classes: classes)
    if isOracle { return BackgroundThresholds([all, all]) }
    // A half without images has nothing to say to the other.
    return BackgroundThresholds([
      halves[1].isEmpty ? all : best(on: halves[1], classes: classes),
      halves[0].isEmpty ? all : best(on: halves[0], classes: classes),
    ])
  }

  /// The index of the threshold with the highest mIoU over `images`, the lowest of equals.
  private func best(on images: [ImageScores], classes: Int) -> Int {
    let scores = BackgroundScoreStep.thresholds.indices.map { index in
      SegmentationScore(
        ImageScores.Counts.sum(images.lazy.map { $0[index] }, classes: classes)
      ).meanIoU ?? 0
    }
    return scores.indices.max { (scores[$0], -$0) < (scores[$1], -$1) } ?? 0
  }
}

/// A threshold for each half of the images, as indices into `BackgroundScoreStep.thresholds`.
struct BackgroundThresholds: Storable, Equatable {
  private let indices: [Int]

  init(_ indices: [Int]) { self.indices = indices }

  func threshold(for id: ImageID) -> Float {
    BackgroundScoreStep.thresholds[indices[Study.fold(of: "\(id)")]]
  }

  var stored: [UInt8] {
    var writer = ByteWriter()
    for index in indices { writer.write(index) }
    return writer.bytes
  }

  init(stored: [UInt8]) throws {
    var reader = ByteReader(stored)
    let indices = (0..<2).compactMap { _ in
      reader.read(upTo: BackgroundScoreStep.thresholds.count - 1)
    }
    guard indices.count == 2, reader.isAtEnd else {
      throw StoredFormatError("pair of background thresholds")
    }
    self.indices = indices
  }
}
