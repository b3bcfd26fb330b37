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
  public var version: Int { 3 }
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
      losses: ClassLosses(
        truth: planes, seed: table.seed, prediction: labels, masks: table.masks,
        tolerance: BoundaryCounts.distance(width: planes.width, height: planes.height)),
      before: BoundaryCounts(truth: planes, prediction: table.seed, classes: classes),
      after: BoundaryCounts(truth: planes, prediction: labels, classes: classes))
  }
}

/// One image's part in where the IoU went.
public struct ImageLosses: Sendable, Equatable {
  /// By class; what lies within boundary IoU's distance of a true contour counts as boundary.
  public let losses: ClassLosses
  /// Boundary counts of the pseudo label.
  public let before: BoundaryCounts
  /// Boundary counts of the enhanced label.
  public let after: BoundaryCounts

  /// `before` and `after` count the same classes.
  public init(losses: ClassLosses, before: BoundaryCounts, after: BoundaryCounts) {
    precondition(
      before.classes.count == after.classes.count,
      "ImageLosses: \(before.classes.count) and \(after.classes.count) classes")
    (self.losses, self.before, self.after) = (losses, before, after)
  }
}

extension ImageLosses: Storable {
  /// The number of classes with losses; of each its label, what is correct, what each cause took, and
  /// what it would have taken of the boundary's part; the number of all classes, the counts of
  /// `before`, those of `after`.
  public var stored: [UInt8] {
    var writer = ByteWriter()
    writer.write(losses.classes.count)
    for entry in losses.classes {
      writer.write(Int(entry.label))
      writer.write(entry.correct)
      for parts in [entry.parts, entry.alongContour] {
        for cause in ClassLosses.Cause.allCases { writer.write(parts[cause]) }
      }
    }
    writer.write(before.classes.count)
    for counts in before.classes + after.classes {
      for value in [counts.truth, counts.prediction, counts.both] { writer.write(value) }
    }
    return writer.bytes
  }

  public init(stored: [UInt8]) throws {
    var reader = ByteReader(stored)
    guard let losses = ClassLosses(&reader), let classes = reader.read(upTo: 255),
      let before = BoundaryCounts(&reader, classes: classes),
      let after = BoundaryCounts(&reader, classes: classes), reader.isAtEnd
    else { throw StoredFormatError("loss table") }
    self.init(losses: losses, before: before, after: after)
  }
}

extension ClassLosses {
  /// nil for bytes that `ImageLosses.stored` never gives.
  fileprivate init?(_ reader: inout ByteReader) {
    guard let count = reader.read(upTo: 254) else { return nil }
    var entries: [Entry] = []
    for _ in 0..<count {
      guard let label = reader.read(upTo: 254).map(UInt8.init), label > entries.last?.label ?? 0,
        let correct = reader.readCount(), let parts = Parts(&reader),
        let alongContour = Parts(&reader), alongContour.total == parts[.boundary],
        alongContour[.boundary] == 0
      else { return nil }
      entries.append(
        Entry(label: label, correct: correct, parts: parts, alongContour: alongContour))
    }
    self.init(entries)
  }
}

extension ClassLosses.Parts {
  fileprivate init?(_ reader: inout ByteReader) {
    self.init()
    for cause in ClassLosses.Cause.allCases {
      guard let pixels = reader.readCount() else { return nil }
      self[cause] = pixels
    }
  }
}

extension BoundaryCounts {
  fileprivate init?(_ reader: inout ByteReader, classes: Int) {
    var counts: [ClassCounts] = []
    for _ in 0..<classes {
      guard let truth = reader.readCount(), let prediction = reader.readCount(),
        let both = reader.readCount()
      else { return nil }
      counts.append(ClassCounts(truth: truth, prediction: prediction, both: both))
    }
    self.init(counts)
  }
}

extension ByteReader {
  /// A number of pixels, small enough that sums over a set do not overflow.
  fileprivate mutating func readCount() -> Int? { read(upTo: 1 << 40) }
}
