public import Vision

/// Where one image's IoU went under one setting, and how good its boundaries are before and after.
public struct LossStep: Step {
  public let seed: SeedSource
  public let masks: MaskSource
  public let setting: MergeSetting

  public init(seed: SeedSource, masks: MaskSource, setting: MergeSetting) {
    (self.seed, self.masks, self.setting) = (seed, masks, setting)
  }

  public var name: String { "losses" }
  public var version: Int { 1 }
  public var parameters: [Parameter] { [Parameter("setting", setting.spelled)] }
  public var prerequisites: [any Step] { seed.steps + [MaskStep(masks)] }

  public func inputs(at bench: Bench) throws -> [StepInput] {
    [
      try bench.truthInput(), try bench.seedInput(seed),
      StepInput("masks", try bench.key(of: MaskStep(masks))), bench.classesInput,
    ]
  }

  public func output(at bench: Bench) throws -> ImageLosses {
    let truth = try bench.truth()
    let table = MergeTable(
      seed: try bench.seed(seed), truth: truth, masks: try bench.masks(from: masks),
      for: [setting])
    guard let planes = table.truth else { throw MissingTruth(id: "\(bench.sample.id)") }
    let labels = table.labels(for: table.selection(for: setting))
    let classes = bench.classes.count
    return ImageLosses(
      attribution: LossAttribution(
        truth: planes, seed: table.seed, prediction: labels, masks: table.masks),
      before: BoundaryCounts(truth: planes, prediction: table.seed, classes: classes),
      after: BoundaryCounts(truth: planes, prediction: labels, classes: classes))
  }
}

/// One image's part in where the IoU went.
public struct ImageLosses: Sendable, Equatable {
  public var attribution: LossAttribution
  /// Boundary counts of the pseudo label.
  public var before: BoundaryCounts
  /// Boundary counts of the enhanced label.
  public var after: BoundaryCounts

  /// `before` and `after` count the same classes.
  public init(attribution: LossAttribution, before: BoundaryCounts, after: BoundaryCounts) {
    precondition(
      before.classes.count == after.classes.count,
      "ImageLosses: \(before.classes.count) and \(after.classes.count) classes")
    (self.attribution, self.before, self.after) = (attribution, before, after)
  }
}

extension ImageLosses: Storable {
  /// The attribution, the number of classes, the counts of `before`, those of `after`.
  public var stored: [UInt8] {
    var writer = ByteWriter()
    for value in [
      attribution.missedUnreachable, attribution.missedNotTaken, attribution.wrongFromSeed,
      attribution.wrongAdded, before.classes.count,
    ] { writer.write(value) }
    for counts in before.classes + after.classes {
      for value in [counts.truth, counts.prediction, counts.both] { writer.write(value) }
    }
    return writer.bytes
  }

  public init(stored: [UInt8]) throws {
    var reader = ByteReader(stored)
    var values: [Int] = []
    while let value = reader.read() { values.append(value) }
    guard reader.isAtEnd, values.count >= 5, values[4] <= 255, values.count == 5 + 6 * values[4]
    else { throw StoredFormatError("loss table") }
    attribution = LossAttribution(
      missedUnreachable: values[0], missedNotTaken: values[1], wrongFromSeed: values[2],
      wrongAdded: values[3])
    let counts = stride(from: 5, to: values.count, by: 3).map {
      ClassCounts(truth: values[$0], prediction: values[$0 + 1], both: values[$0 + 2])
    }
    before = BoundaryCounts(counts.prefix(values[4]))
    after = BoundaryCounts(counts.suffix(values[4]))
  }
}

/// Where the IoU of a set went, and each image's part in it.
public struct LossSheet: Sendable {
  public let ids: [String]
  public let images: [ImageLosses]

  public var attribution: LossAttribution {
    images.reduce(into: LossAttribution()) { $0 += $1.attribution }
  }

  /// Boundary IoU of the set before and after; nil where no class has a boundary.
  public var boundaryIoU: (before: Double?, after: Double?) {
    guard let first = images.first else { return (nil, nil) }
    var before = BoundaryCounts(classes: first.before.classes.count)
    var after = before
    for image in images {
      before += image.before
      after += image.after
    }
    return (before.meanIoU, after.meanIoU)
  }
}

extension Lab {
  /// Attributes the losses of every image under `step`'s setting.
  public func losses(_ step: LossStep) async throws -> LossSheet {
    try await losses([step], stage: "losses of \(step.seed.name) + \(step.masks.name)")[0]
  }

  /// Attributes the losses under several steps, taking each image in hand once. An image that fails
  /// under one step is left out of all.
  public func losses(_ steps: [LossStep], stage: String) async throws -> [LossSheet] {
    let outcome = try await forEachImage(stage) { bench in
      try steps.map { try bench.output(of: $0) }
    }
    return steps.indices.map { index in
      LossSheet(ids: outcome.ids, images: outcome.values.map { $0[index] })
    }
  }
}
