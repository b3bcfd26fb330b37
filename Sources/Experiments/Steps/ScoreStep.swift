public import Vision

/// One image's confusion counts under any number of settings.
public struct ScoreStep: Step {
  public let seed: SeedSource
  /// nil when every setting is the pseudo label as it is.
  public let masks: MaskSource?
  public let settings: [MergeSetting]

  public init(seed: SeedSource, masks: MaskSource?, settings: [MergeSetting]) {
    (self.seed, self.masks, self.settings) = (seed, masks, settings)
  }

  public var name: String { "scores" }
  public var version: Int { 1 }
  public var parameters: [Parameter] {
    [Parameter("settings", settings.map(\.spelled).joined(separator: "; "))]
  }

  public func inputs(at bench: Bench) throws -> [StepInput] {
    var inputs = [try bench.truthInput(), try bench.seedInput(seed)]
    if let masks { inputs.append(StepInput("masks", try bench.key(of: MaskStep(masks)))) }
    return inputs
  }

  public func output(at bench: Bench) throws -> ImageScores {
    let truth = try bench.truth()
    let seed = try bench.seed(seed)
    let table = MergeTable(
      seed: seed, truth: truth, masks: try masks.map { try bench.output(of: MaskStep($0)) })
    var indices: [Selection?: Int] = [:]
    var scores = ImageScores(maskCount: table.masks.count)
    for setting in settings {
      let selection = table.selection(for: setting)
      if let index = indices[selection] {
        scores.settings.append(index)
        continue
      }
      indices[selection] = scores.distinct.count
      scores.settings.append(scores.distinct.count)
      scores.distinct.append(try Self.score(selection, table, truth, seed, bench.classes.count))
    }
    return scores
  }

  private static func score(
    _ selection: Selection?, _ table: MergeTable, _ truth: LabelMap, _ seed: LabelMap,
    _ classes: Int
  ) throws -> ImageScores.Counts {
    guard let truthPlanes = table.truth else { throw MissingTruth(id: "image") }
    let labels = table.labels(for: selection)
    // Pseudo labels may hold void, which planes do not score; rules never paint it.
    let confusion =
      selection == nil
      ? try ConfusionMatrix(truth: truth, prediction: seed, classes: classes)
      : ConfusionMatrix(truth: truthPlanes, prediction: labels, classes: classes)
    return .init(confusion: confusion)
  }
}

/// Confusion counts per setting; settings that choose the same share them.
public struct ImageScores: Sendable, Equatable {
  public struct Counts: Sendable, Equatable {
    public var confusion: ConfusionMatrix

    public init(confusion: ConfusionMatrix) { self.confusion = confusion }
  }

  /// Masks that the image has.
  public var maskCount: Int
  /// Per setting, an index into `distinct`.
  public var settings: [Int] = []
  public var distinct: [Counts] = []

  public init(maskCount: Int) { self.maskCount = maskCount }

  public subscript(setting: Int) -> ConfusionMatrix { distinct[settings[setting]].confusion }
}

extension ImageScores: Storable {
  /// Matrices are nearly empty, so only entries that are not 0 are written.
  public var stored: [UInt8] {
    var writer = ByteWriter()
    writer.write(maskCount)
    writer.write(distinct.first?.confusion.classes ?? 0)
    writer.write(distinct.count)
    for counts in distinct {
      let entries = counts.confusion.counts.enumerated().filter { $0.element != 0 }
      writer.write(entries.count)
      for (index, count) in entries {
        writer.write(index)
        writer.write(count)
      }
    }
    writer.write(settings.count)
    for setting in settings { writer.write(setting) }
    return writer.bytes
  }

  public init(stored: [UInt8]) throws {
    var reader = ByteReader(stored)
    guard let masks = reader.read(), let classes = reader.read(upTo: 255),
      let number = reader.read(upTo: stored.count)
    else { throw StoredFormatError("score table") }
    self.init(maskCount: masks)
    for _ in 0..<number {
      var counts = [Int](repeating: 0, count: classes * classes)
      guard let entries = reader.read(upTo: counts.count) else {
        throw StoredFormatError("score table")
      }
      for _ in 0..<entries {
        guard let index = reader.read(), counts.indices.contains(index), let count = reader.read()
        else { throw StoredFormatError("score table") }
        counts[index] = count
      }
      guard let confusion = ConfusionMatrix(classes: classes, counts: counts) else {
        throw StoredFormatError("score table")
      }
      distinct.append(Counts(confusion: confusion))
    }
    guard let number = reader.read(upTo: stored.count) else {
      throw StoredFormatError("score table")
    }
    for _ in 0..<number {
      guard let setting = reader.read(), distinct.indices.contains(setting) else {
        throw StoredFormatError("score table")
      }
      settings.append(setting)
    }
    guard reader.isAtEnd else { throw StoredFormatError("score table") }
  }
}
