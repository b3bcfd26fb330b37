public import Vision

/// One way to get labels for an image: the pseudo label as it is, or a rule with its thresholds.
public struct MergeSetting: Sendable {
  /// A stable word for results: `raw-cam`, `sepl`, `oracle` …
  public let id: String
  /// nil for the pseudo label as it is.
  public let rule: SEPLRule?
  public let thresholds: SEPLThresholds

  public static let rawSeed = MergeSetting(id: "raw-cam", rule: nil, thresholds: .init())

  public init(_ rule: SEPLRule, id: String? = nil, thresholds: SEPLThresholds? = nil) {
    self.init(id: id ?? rule.name, rule: rule, thresholds: thresholds ?? rule.defaults)
  }

  private init(id: String, rule: SEPLRule?, thresholds: SEPLThresholds) {
    (self.id, self.rule, self.thresholds) = (id, rule, thresholds)
  }

  /// What the setting contributes to a key. A rule stands by its name: two that differ must be named
  /// differently, and a changed one needs a new version of the steps that use it.
  var spelled: String {
    guard let rule else { return "raw" }
    return "\(rule.name) \(thresholds.mask) \(thresholds.label) \(thresholds.maximumMaskArea)"
  }
}

/// One image's seed, truth and masks as bit planes, counted once, so that any number of settings
/// can be tried.
public struct MergeTable {
  public let seed: ClassPlanes
  public let truth: ClassPlanes?
  public let masks: [BinaryMask]
  private let seedOverlaps: OverlapTable
  private let truthOverlaps: OverlapTable?
  private let evidence: MaskEvidence?

  /// - Parameter settings: those that will be asked for; any, where none are given.
  public init(
    seed: LabelMap, truth: LabelMap?, masks: MaskSet?, for settings: [MergeSetting]? = nil
  ) {
    self.seed = ClassPlanes(seed)
    self.truth = truth.map(ClassPlanes.init)
    self.masks = masks?.candidates.map { BinaryMask($0.mask) } ?? []
    seedOverlaps = OverlapTable(self.masks, self.seed)
    truthOverlaps = self.truth.map { [masks = self.masks] in OverlapTable(masks, $0) }
    let needsEvidence = settings?.contains { $0.rule?.needsEvidence ?? false } ?? true
    evidence = needsEvidence ? MaskEvidence(self.masks, self.seed) : nil
  }

  /// What `setting` chooses; nil for the pseudo label as it is, and for an oracle without truth.
  public func selection(for setting: MergeSetting) -> Selection? {
    guard let rule = setting.rule else { return nil }
    let table = rule.reference == .groundTruth ? truthOverlaps : seedOverlaps
    return table.map {
      rule.selection(from: $0, evidence: evidence, thresholds: setting.thresholds)
    }
  }

  /// The labels that `selection` gives; the pseudo label itself for nil.
  public func labels(for selection: Selection?) -> ClassPlanes {
    var unions = unions
    return labels(for: selection, with: &unions)
  }

  /// The same, for one of many selections.
  func labels(for selection: Selection?, with unions: inout MaskUnions) -> ClassPlanes {
    selection.map { $0.painted(seeds: seed, with: &unions) } ?? seed
  }

  /// What `labels(for:with:)` fills.
  var unions: MaskUnions { MaskUnions(masks, width: seed.width, height: seed.height) }
}
