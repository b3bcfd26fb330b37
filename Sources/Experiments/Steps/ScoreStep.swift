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
  public var version: Int { 3 }
  public var parameters: [Parameter] {
    [Parameter("settings", settings.map(\.spelled).joined(separator: "; "))]
  }
  public var prerequisites: [any Step] { seed.steps + (masks.map { [MaskStep($0)] } ?? []) }

  public func inputs(at bench: Bench) throws -> [StepInput] {
    var inputs = [try bench.truthInput(), try bench.seedInput(seed), bench.classesInput]
    if let masks { inputs.append(StepInput("masks", try bench.key(of: MaskStep(masks)))) }
    return inputs
  }

  public func output(at bench: Bench) throws -> ImageScores {
    let truth = try bench.truth()
    let seed = try bench.seed(seed)
    let table = MergeTable(
      seed: seed, truth: truth, masks: try masks.map { try bench.masks(from: $0) },
      for: settings)
    return try ImageScores(
      of: settings, table: table, seed: seed, truth: truth, classes: bench.classes.count)
  }
}

extension ImageScores {
  /// What each of `settings` makes of `table`, scored; settings that choose the same share a matrix.
  ///
  /// Throws: `LabelRangeError`.
  init(
    of settings: [MergeSetting], table: MergeTable, seed: LabelMap, truth: LabelMap, classes: Int
  ) throws {
    self.init(maskCount: table.masks.count)
    let planes = table.truth ?? ClassPlanes(truth)
    var indices: [Selection?: Int] = [:]
    var unions = table.unions
    for setting in settings {
      let selection = table.selection(for: setting)
      if let index = indices[selection] {
        self.settings.append(index)
        continue
      }
      indices[selection] = distinct.count
      self.settings.append(distinct.count)
      // Pseudo labels may hold void, which planes do not score; rules never paint it.
      let confusion =
        selection == nil
        ? try ConfusionMatrix(truth: truth, prediction: seed, classes: classes)
        : ConfusionMatrix(
          truth: planes, prediction: table.labels(for: selection, with: &unions), classes: classes)
      distinct.append(.init(confusion: confusion))
    }
  }
}

/// Confusion counts per setting; settings that choose the same share them.
public struct ImageScores: Sendable, Equatable {
  /// A confusion matrix, of which an image fills few entries: only those are kept.
  public struct Counts: Sendable, Equatable {
    struct Entry: Sendable, Equatable {
      /// In the matrix' row-major order.
      let position: Int
      let pixels: Int
    }

    let classes: Int
    /// Ascending by position; none is 0.
    let entries: [Entry]

    public init(confusion: ConfusionMatrix) {
      classes = confusion.classes
      entries = confusion.counts.enumerated().filter { $0.element != 0 }
        .map { Entry(position: $0.offset, pixels: $0.element) }
    }

    init(classes: Int, entries: [Entry]) { (self.classes, self.entries) = (classes, entries) }

    public var confusion: ConfusionMatrix { Self.sum(CollectionOfOne(self), classes: classes) }

    /// The matrix of several images.
    static func sum(_ images: some Sequence<Counts>, classes: Int) -> ConfusionMatrix {
      var pixels = [Int](repeating: 0, count: classes * classes)
      for image in images {
        precondition(image.classes == classes, "Counts.sum: \(image.classes) of \(classes) classes")
        for entry in image.entries { pixels[entry.position] += entry.pixels }
      }
      guard let matrix = ConfusionMatrix(classes: classes, counts: pixels) else {
        preconditionFailure("Counts.sum: negative counts")
      }
      return matrix
    }
  }

  /// Masks that the image has.
  public var maskCount: Int
  /// Per setting, an index into `distinct`.
  public var settings: [Int] = []
  public var distinct: [Counts] = []

  public init(maskCount: Int) { self.maskCount = maskCount }

  /// One setting that gave `confusion`; nothing is known of masks.
  init(_ confusion: ConfusionMatrix) {
    (maskCount, settings, distinct) = (0, [0], [Counts(confusion: confusion)])
  }

  public subscript(setting: Int) -> Counts { distinct[settings[setting]] }
}
