/// A way to thin out the overlapping masks of an image, or to make them exclusive: masks in, masks
/// out, so that one can follow another.
///
/// What is known about a mask (scores, point, level) stays with it, also where it is trimmed.
public enum MaskArrangement: Sendable, Hashable {
  /// The masks as they are.
  case none
  /// Of two masks whose boxes' IoU is above the threshold, that of the lower score goes, as in the
  /// generator (`BoxNMS`).
  case boxNMS(Double)
  /// Of two masks that overlap by more than the threshold, that of the lower score goes.
  case maskNMS(Double, of: Overlap = .iou)
  /// Every pixel to the smallest mask over it.
  /// Source: Kweon and Yoon, From SAM to CAMs, CVPR 2024, as the paper words it.
  case smallOverLarge
  /// Every pixel to the mask of the highest score over it.
  /// Source: as above, as its code does it.
  case byScore
  /// Every pixel to the finest of whole, part and subpart over it, see `quasiSuperpixels`.
  case quasiSuperpixels(containment: Double = 0.3)
  /// Within each level, masks that a better one makes superfluous go, see `LevelNMS`.
  case levelNMS(LevelNMS = LevelNMS())
  /// In order of score, a mask goes if more than this share of it is taken already, else it gets
  /// what is left of it.
  /// Source: Kirillov et al., Panoptic Segmentation, CVPR 2019, section 5 (its merging heuristic).
  case panoptic(overlap: Double = 0.5)
  /// The common refinement: pixels in the same masks form one.
  case atoms
  /// Masks that hold the seeds of two classes, or that their children cover better, go.
  case singleObject(SingleObjectTest = SingleObjectTest())
  /// Masks of a kind go.
  case without(MaskKind)
  /// One after another, the first first.
  case sequence([MaskArrangement])

  /// What an overlap is measured against.
  public enum Overlap: String, Sendable, Hashable, Codable {
    /// The union of the two masks.
    case iou
    /// The smaller mask.
    case smaller
  }

  /// The arranged masks, in the order of the set. `seeds` is the pseudo label of the image, which
  /// only `singleObject` looks at; without it that test has the masks alone to go by.
  public func applied(to layers: MaskLayers, seeds: ClassPlanes? = nil) -> MaskSet {
    switch self {
    case .none: layers.set
    case .boxNMS(let threshold): layers.keeping(layers.afterBoxNMS(threshold))
    case .maskNMS(let threshold, let measure):
      layers.keeping(layers.afterMaskNMS(threshold, of: measure))
    case .smallOverLarge: layers.layered(layers.graph.order)
    case .byScore: layers.layered(layers.orderByScore)
    case .quasiSuperpixels(let containment): layers.quasiSuperpixels(containment)
    case .levelNMS(let thresholds): layers.keeping(thresholds.kept(of: layers))
    case .panoptic(let overlap): layers.panoptic(overlap)
    case .atoms: layers.atoms()
    case .singleObject(let test): layers.keeping(test.kept(of: layers, seeds: seeds))
    case .without(let kind): layers.dropping(kind.members(of: layers))
    case .sequence(let steps):
      steps.reduce(layers.set) { set, step in step.applied(to: MaskLayers(set), seeds: seeds) }
    }
  }

  public func applied(to set: MaskSet, seeds: ClassPlanes? = nil) -> MaskSet {
    applied(to: MaskLayers(set), seeds: seeds)
  }

  /// Whether no two masks of the result share a pixel.
  public var isExclusive: Bool {
    switch self {
    case .none, .boxNMS, .maskNMS, .levelNMS, .singleObject, .without: false
    case .smallOverLarge, .byScore, .quasiSuperpixels, .panoptic, .atoms: true
    case .sequence(let steps): Self.endsExclusive(steps)
    }
  }

  /// A filter leaves an exclusive set exclusive.
  private static func endsExclusive(_ steps: [MaskArrangement]) -> Bool {
    steps.contains { $0.isExclusive }
  }

  /// A stable word with every number in it, such as `box-nms-0.7` or `level-nms-0.8-0.7-0.5`; the
  /// steps of a sequence joined by `+`.
  public var name: String {
    switch self {
    case .none: "none"
    case .boxNMS(let threshold): "box-nms-\(threshold)"
    case .maskNMS(let threshold, .iou): "mask-nms-\(threshold)"
    case .maskNMS(let threshold, .smaller): "mask-nms-smaller-\(threshold)"
    case .smallOverLarge: "small-over-large"
    case .byScore: "by-score"
    case .quasiSuperpixels(let containment): "quasi-superpixels-\(containment)"
    case .levelNMS(let thresholds): "level-nms-\(thresholds.name)"
    case .panoptic(let overlap): "panoptic-\(overlap)"
    case .atoms: "atoms"
    case .singleObject(let test): "single-object-\(test.name)"
    case .without(let kind): "without-\(kind.name)"
    case .sequence(let steps): steps.map(\.name).joined(separator: "+")
    }
  }

  /// The arrangements that are compared with each other, with the thresholds of their sources.
  public static let compared: [MaskArrangement] = [
    .none, .boxNMS(0.7), .maskNMS(0.7), .maskNMS(0.7, of: .smaller), .smallOverLarge, .byScore,
    .quasiSuperpixels(), .levelNMS(), .panoptic(), .atoms, .singleObject(),
  ]
}
