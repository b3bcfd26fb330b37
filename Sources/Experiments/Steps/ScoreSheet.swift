internal import Synchronization
public import Vision

/// The scores of every image under every setting of a `ScoreStep`, with the set's scores, their
/// intervals and paired comparisons.
public struct ScoreSheet: Sendable {
  public let settings: [MergeSetting]
  /// The images that could be scored, in the data set's order.
  public let ids: [String]
  public let problems: [Lab.Problem]
  private let images: [ImageScores]
  private let classes: Int
  let randomSeed: UInt64
  private let known = KnownDistributions()

  init(
    settings: [MergeSetting], outcome: Lab.Outcome<ImageScores>, classes: Int,
    randomSeed: UInt64
  ) {
    self.settings = settings
    ids = outcome.ids
    images = outcome.values
    problems = outcome.problems
    self.classes = classes
    self.randomSeed = randomSeed
  }

  /// The same scores for some of the images.
  public func restricted(to isKept: (String) -> Bool) -> ScoreSheet {
    let kept = ids.indices.filter { isKept(ids[$0]) }
    var outcome = Lab.Outcome<ImageScores>()
    outcome.ids = kept.map { ids[$0] }
    outcome.values = kept.map { images[$0] }
    return ScoreSheet(
      settings: settings, outcome: outcome, classes: classes, randomSeed: randomSeed)
  }

  /// The position of the setting with this id.
  public func index(of id: String) -> Int {
    guard let index = settings.firstIndex(where: { $0.id == id }) else {
      preconditionFailure("ScoreSheet: no setting \(id) among \(settings.map(\.id))")
    }
    return index
  }

  /// The set's confusion matrix under a setting.
  public func confusion(_ setting: Int) -> ConfusionMatrix {
    ImageScores.Counts.sum(images.lazy.map { $0[setting] }, classes: classes)
  }

  public func score(_ setting: Int) -> SegmentationScore { SegmentationScore(confusion(setting)) }

  /// The set's mIoU with its resamples. Every call draws the same images, so that two
  /// distributions of one sheet are paired.
  ///
  /// Throws: `NothingScored` when no image could be scored.
  public func distribution(_ setting: Int) throws -> PairedBootstrap.Distribution {
    try known.distribution(of: setting) { try distribution { _ in setting } }
  }

  /// The distributions of several settings.
  public func distributions(_ chosen: [Int]) throws -> [PairedBootstrap.Distribution] {
    try chosen.map { try distribution($0) }
  }

  /// As `distribution`, with a setting of its own for every image, such as one chosen on others.
  public func distribution(choosing setting: (String) -> Int) throws -> PairedBootstrap.Distribution
  {
    let counts = zip(ids, images).map { id, scores in
      scores[setting(id)].confusion.classCounts
    }
    guard !counts.isEmpty,
      let result = PairedBootstrap(images: counts.count, seed: randomSeed).meanIoU(counts)
    else { throw NothingScored(problems: problems) }
    return result
  }

  /// Each image's counts per class under a setting.
  func classCounts(_ setting: Int) -> [[ClassCounts]] {
    images.map { $0[setting].confusion.classCounts }
  }

  /// mIoU of one image under a setting, over the classes that occur in it.
  public func imageIoU(_ image: Int, _ setting: Int) -> Double {
    images[image][setting].confusion.classCounts.compactMap(\.iou).mean ?? 1
  }

  /// A setting against one of the same or another sheet of the same images.
  ///
  /// Throws: `NothingScored`.
  public func comparison(
    of setting: Int, against other: ScoreSheet, _ baseline: Int
  ) throws -> Comparison {
    try comparison(of: distribution(setting), { _ in setting }, against: other, baseline)
  }

  /// As `comparison(of:against:_:)`, with a setting of its own for every image.
  public func comparison(
    choosing setting: (String) -> Int, against other: ScoreSheet, _ baseline: Int
  ) throws -> Comparison {
    try comparison(of: distribution(choosing: setting), setting, against: other, baseline)
  }

  private func comparison(
    of own: PairedBootstrap.Distribution, _ setting: (String) -> Int,
    against other: ScoreSheet, _ baseline: Int
  ) throws -> Comparison {
    let base = try other.distribution(baseline)
    let counts = counts(choosing: setting, with: other, baseline)
    return Comparison(
      difference: own.difference(from: base), pValue: own.pValue(against: base),
      better: counts.better, equal: counts.equal, worse: counts.worse)
  }

  /// Masks per image, on average.
  public var meanMaskCount: Double { images.map { Double($0.maskCount) }.mean ?? 0 }

  /// How many images score better, the same and worse under `setting` than under `baseline`.
  public func comparison(
    _ setting: Int, with baseline: Int
  ) -> (better: Int, equal: Int, worse: Int) {
    comparison(setting, with: self, baseline)
  }

  /// The same against a setting of another sheet of the same images.
  public func comparison(
    _ setting: Int, with other: ScoreSheet, _ baseline: Int
  ) -> (better: Int, equal: Int, worse: Int) {
    counts(choosing: { _ in setting }, with: other, baseline)
  }

  private func counts(
    choosing setting: (String) -> Int, with other: ScoreSheet, _ baseline: Int
  ) -> (better: Int, equal: Int, worse: Int) {
    precondition(ids == other.ids, "ScoreSheet.comparison: sheets of different images")
    let changes = ids.indices.map {
      imageIoU($0, setting(ids[$0])) - other.imageIoU($0, baseline)
    }
    return (changes.count { $0 > 0 }, changes.count { $0 == 0 }, changes.count { $0 < 0 })
  }
}

/// The distributions that a sheet has drawn: a table of comparisons asks for each baseline many times,
/// and the resamples take longer than all else that becomes of a score.
private final class KnownDistributions: Sendable {
  private let distributions = Mutex<[Int: PairedBootstrap.Distribution]>([:])

  func distribution(
    of setting: Int, _ draw: () throws -> PairedBootstrap.Distribution
  ) throws -> PairedBootstrap.Distribution {
    if let known = distributions.withLock({ $0[setting] }) { return known }
    let drawn = try draw()
    distributions.withLock { $0[setting] = drawn }
    return drawn
  }
}

/// Not one image of the study could be scored.
public struct NothingScored: Error, CustomStringConvertible {
  public let problems: [Lab.Problem]

  public init(problems: [Lab.Problem]) { self.problems = problems }

  public var description: String {
    let first = problems.first.map { "; the first: \($0.id): \($0.message)" } ?? ""
    return "no image could be scored (\(problems.count) failed\(first))"
  }
}

extension Lab {
  /// Scores every image under every setting of `step`.
  public func scores(_ step: ScoreStep) async throws -> ScoreSheet {
    let words = [step.seed.name, step.masks?.name].compactMap { $0 }.joined(separator: " + ")
    return try await scores([step], stage: "scores of \(words)")[0]
  }

  /// Scores every image under several steps, taking each image in hand once. An image that fails
  /// under one step is left out of all, so that the sheets stay paired.
  public func scores(_ steps: [ScoreStep], stage: String) async throws -> [ScoreSheet] {
    let outcome = try await forEachImage(stage) { bench in
      try steps.map { try bench.output(of: $0) }
    }
    return steps.enumerated().map { index, step in
      var own = Lab.Outcome<ImageScores>()
      own.ids = outcome.ids
      own.values = outcome.values.map { $0[index] }
      own.problems = outcome.problems
      return ScoreSheet(
        settings: step.settings, outcome: own, classes: study.dataset.classes.count,
        randomSeed: study.randomSeed)
    }
  }
}
