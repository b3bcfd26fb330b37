public import Vision

/// One image's scores under any number of ways to arrange its masks, each with any number of settings.
public struct ArrangementStep: Step {
  public let seed: SeedSource
  public let masks: MaskSource
  public let arrangements: [MaskArrangement]
  /// Arrangements that read the truth; their results follow those of `arrangements`.
  public let oracles: [MaskOracle]
  public let settings: [MergeSetting]

  public init(
    seed: SeedSource, masks: MaskSource, arrangements: [MaskArrangement],
    oracles: [MaskOracle] = [], settings: [MergeSetting]
  ) {
    (self.seed, self.masks) = (seed, masks)
    (self.arrangements, self.oracles, self.settings) = (arrangements, oracles, settings)
  }

  /// The names of `arrangements`, then those of `oracles`.
  public var names: [String] { arrangements.map(\.name) + oracles.map(\.name) }

  public var name: String { "arrangements" }
  public var version: Int { 4 }
  public var parameters: [Parameter] {
    [
      Parameter("arrangements", names.joined(separator: "; ")),
      Parameter("settings", settings.map(\.spelled).joined(separator: "; ")),
    ]
  }
  public var prerequisites: [any Step] { seed.steps + [MaskStep(masks)] }

  public func inputs(at bench: Bench) throws -> [StepInput] {
    [
      try bench.seedInput(seed), StepInput("masks", try bench.key(of: MaskStep(masks))),
      bench.classesInput,
    ] + (try bench.truthRegionInputs())
  }

  public func output(at bench: Bench) throws -> ArrangementScores {
    let (truth, seed) = (try bench.truth(), try bench.seed(seed))
    let layers = MaskLayers(try bench.masks(from: masks))
    let (truths, seeds) = (ClassPlanes(truth), ClassPlanes(seed))
    let objects = try bench.truthRegions().objects
    func entry(_ set: MaskSet) throws -> ArrangementScores.Entry {
      let (table, arranged) = (
        MergeTable(seed: seed, truth: truth, masks: set, for: settings), MaskLayers(set)
      )
      let classes = bench.classes.count
      return ArrangementScores.Entry(
        scores: try ImageScores(
          of: settings, table: table, seed: seed, truth: truth, classes: classes),
        bestCut: ImageScores(
          ConfusionMatrix(
            truth: truths, prediction: arranged.bestCut(truth: truths), classes: classes)),
        measures: MaskSetMeasures(arranged, truth: truths, objects: objects))
    }
    let sets =
      arrangements.map { $0.applied(to: layers, seeds: seeds) }
      + oracles.map { $0.applied(to: layers, trueObjects: objects) }
    // Neighbouring thresholds often leave the same masks.
    var made: [(set: MaskSet, entry: ArrangementScores.Entry)] = []
    for set in sets {
      let known = made.first { $0.set == set }
      made.append((set, try known?.entry ?? entry(set)))
    }
    return ArrangementScores(entries: made.map(\.entry))
  }
}

/// Scores and measures of an image, one of each for every arrangement.
public struct ArrangementScores: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    public let scores: ImageScores
    /// What the best cut through the masks would score, an oracle: see `MaskLayers.bestCut`.
    public let bestCut: ImageScores
    public let measures: MaskSetMeasures
  }

  public let entries: [Entry]

  public init(entries: [Entry]) { self.entries = entries }
}

extension ArrangementScores: Storable {
  /// Of each entry nine measures, the lengths of the scores and of the best cut's, and both.
  public var stored: [UInt8] {
    var bytes: [UInt8] = []
    for entry in entries {
      var writer = ByteWriter()
      let (scores, bestCut) = (entry.scores.stored, entry.bestCut.stored)
      for value in entry.measures.numbers + [scores.count, bestCut.count] { writer.write(value) }
      bytes += writer.bytes + scores + bestCut
    }
    return bytes
  }

  public init(stored: [UInt8]) throws {
    var entries: [Entry] = []
    var rest = stored[...]
    while !rest.isEmpty {
      var reader = ByteReader(Array(rest))
      let numbers = (0..<MaskSetMeasures.numberCount).compactMap { _ in reader.read() }
      guard numbers.count == MaskSetMeasures.numberCount,
        let length = reader.read(upTo: rest.count), let cutLength = reader.read(upTo: rest.count),
        length + cutLength <= reader.rest.count
      else { throw StoredFormatError("table of arrangements") }
      let parts = Array(reader.rest)
      entries.append(
        Entry(
          scores: try ImageScores(stored: Array(parts.prefix(length))),
          bestCut: try ImageScores(stored: Array(parts.dropFirst(length).prefix(cutLength))),
          measures: MaskSetMeasures(numbers: numbers)))
      rest = rest.suffix(parts.count - length - cutLength)
    }
    self.entries = entries
  }
}

extension MaskSetMeasures {
  static let numberCount = 9

  var numbers: [Int] {
    [
      images, masks, maskPixels, coveredPixels, pixels, masksWithSeveralObjects,
      masksWithSeveralClasses, contourPixels, recalledContourPixels,
    ]
  }

  /// Takes what `numbers` gives.
  init(numbers: [Int]) {
    precondition(numbers.count == Self.numberCount, "MaskSetMeasures: \(numbers.count) numbers")
    self.init()
    (images, masks, maskPixels) = (numbers[0], numbers[1], numbers[2])
    (coveredPixels, pixels) = (numbers[3], numbers[4])
    (masksWithSeveralObjects, masksWithSeveralClasses) = (numbers[5], numbers[6])
    (contourPixels, recalledContourPixels) = (numbers[7], numbers[8])
  }
}

/// What a study's images score under each arrangement, and what its masks are like.
public struct ArrangementSheet: Sendable {
  public let arrangements: [MaskArrangement]
  /// Those of the step that read the truth; in all else they come after `arrangements`.
  public let oracles: [MaskOracle]
  /// One for each arrangement, paired.
  public let scores: [ScoreSheet]
  /// Mean IoU that the best cut through each arrangement's masks would reach, an oracle; nil where no
  /// image could be scored.
  public let bestCuts: [Double?]
  /// Summed over the images.
  public let measures: [MaskSetMeasures]
  /// Images in which some mask, as the first arrangement leaves them, holds several true objects.
  public let idsWithSeveralObjects: Set<String>
}

extension Lab {
  /// Scores every image under every arrangement of `step`.
  public func arrangements(_ step: ArrangementStep, stage: String) async throws
    -> ArrangementSheet
  {
    let outcome = try await forEachImage(stage) { try $0.output(of: step) }
    let indices = step.names.indices
    return ArrangementSheet(
      arrangements: step.arrangements, oracles: step.oracles,
      scores: indices.map { index in
        var own = Lab.Outcome<ImageScores>()
        own.ids = outcome.ids
        own.values = outcome.values.map { $0.entries[index].scores }
        own.problems = outcome.problems
        return ScoreSheet(
          settings: step.settings, outcome: own, classes: study.dataset.classes.count,
          randomSeed: study.randomSeed)
      },
      bestCuts: indices.map { index in
        let counts = outcome.values.map { $0.entries[index].bestCut[0] }
        return SegmentationScore(
          ImageScores.Counts.sum(counts, classes: study.dataset.classes.count)
        ).meanIoU
      },
      measures: indices.map { index in
        outcome.values.reduce(into: MaskSetMeasures()) { $0 += $1.entries[index].measures }
      },
      idsWithSeveralObjects: Set(
        zip(outcome.ids, outcome.values).filter { _, scores in
          (scores.entries.first?.measures.masksWithSeveralObjects ?? 0) > 0
        }.map(\.0)))
  }
}
