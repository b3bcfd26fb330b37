/// A way to turn pseudo labels and class-agnostic masks into enhanced labels: a name and a pure
/// function from overlap counts, where it asks for it further evidence, and thresholds to a
/// selection.
public struct SEPLRule: Sendable {
  /// Which labels the rule reads.
  public enum Reference: Sendable { case pseudoLabel, groundTruth }

  /// As `--rule` spells it.
  public let name: String
  /// `.groundTruth` only for upper bounds, which every table must mark as an oracle.
  public let reference: Reference
  /// The thresholds that the rule's authors used.
  public let defaults: SEPLThresholds
  private let choice: Choice

  /// What a rule looks at to choose.
  private enum Choice: Sendable {
    case byCounts(@Sendable (OverlapTable, SEPLThresholds) -> Selection)
    case byEvidence(@Sendable (OverlapTable, MaskEvidence, SEPLThresholds) -> Selection)
  }

  init(
    name: String, reference: Reference, defaults: SEPLThresholds,
    _ choose: @escaping @Sendable (OverlapTable, SEPLThresholds) -> Selection
  ) {
    (self.name, self.reference, self.defaults) = (name, reference, defaults)
    choice = .byCounts(choose)
  }

  init(
    name: String, reference: Reference, defaults: SEPLThresholds,
    _ choose: @escaping @Sendable (OverlapTable, MaskEvidence, SEPLThresholds) -> Selection
  ) {
    (self.name, self.reference, self.defaults) = (name, reference, defaults)
    choice = .byEvidence(choose)
  }

  /// Whether `selection(from:evidence:thresholds:)` must be given evidence.
  public var needsEvidence: Bool { if case .byEvidence = choice { true } else { false } }

  /// The strokes for one image. `table` must count against the labels that `reference` asks for, and
  /// `evidence` come from the same masks and labels; only rules that need it look at it.
  public func selection(
    from table: OverlapTable, evidence: MaskEvidence? = nil, thresholds: SEPLThresholds? = nil
  ) -> Selection {
    switch choice {
    case .byCounts(let choose): return choose(table, thresholds ?? defaults)
    case .byEvidence(let choose):
      guard let evidence else { preconditionFailure("SEPLRule.selection: \(name) needs evidence") }
      return choose(table, evidence, thresholds ?? defaults)
    }
  }

  /// The enhanced labels of one image: `labels` are the pseudo labels, or the truth for an oracle.
  /// Masks must have the size of `labels`.
  public func enhanced(
    _ labels: LabelMap, masks: [BinaryMask], thresholds: SEPLThresholds? = nil
  ) -> LabelMap {
    let planes = ClassPlanes(labels)
    let selection = selection(
      from: OverlapTable(masks, planes),
      evidence: needsEvidence ? MaskEvidence(masks, planes) : nil, thresholds: thresholds)
    return selection.painted(seeds: planes, masks: masks).labelMap
  }

  /// Every rule, in the order tables list them.
  public static let all: [SEPLRule] = [
    .official, .officialMaxIoU, .officialMaxIoUImp, .sepl, .seplV4, .fma, .fmaWithoutSeeds,
    .treeCut, .oracle,
  ]

  /// The rule of that name, nil if there is none.
  public static func named(_ name: String) -> SEPLRule? { all.first { $0.name == name } }
}

/// The numbers that a rule compares with.
public struct SEPLThresholds: Sendable, Hashable, Codable {
  /// A mask is taken for a class if more than this share of the mask lies in the class.
  public var mask: Double
  /// … or if more than this share of the class lies in the mask.
  public var label: Double
  /// Masks larger than this share of the image are ignored; 1 ignores none.
  public var maximumMaskArea: Double

  public init(mask: Double = 0.5, label: Double = 0.85, maximumMaskArea: Double = 0.95) {
    (self.mask, self.label, self.maximumMaskArea) = (mask, label, maximumMaskArea)
  }

  /// Whether a mask of `area` pixels may be used in an image of `pixelCount` pixels.
  func admits(area: Int, pixelCount: Int) -> Bool {
    maximumMaskArea >= 1 || Double(area) <= maximumMaskArea * Double(pixelCount)
  }

  /// Indices of the masks that may be used.
  func admittedMasks(_ table: OverlapTable) -> [Int] {
    (0..<table.maskCount).filter {
      admits(area: table.maskPixels[$0], pixelCount: table.pixelCount)
    }
  }
}
