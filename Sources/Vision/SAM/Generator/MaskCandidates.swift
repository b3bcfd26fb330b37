/// The network's answers for one picture before any of them is compared with another: all that a
/// selection needs, so that a sweep over thresholds asks the network once.
public struct MaskCandidates: Sendable, Equatable {
  /// The thresholds that an answer had to pass to be here.
  public struct Floor: Sendable, Hashable {
    /// Predicted IoU above this, nil for any.
    public var predictedIoU: Float?
    /// Stability of at least this.
    public var stability: Float

    public init(predictedIoU: Float? = nil, stability: Float = 0) {
      (self.predictedIoU, self.stability) = (predictedIoU, stability)
    }

    /// The highest floor that is good for `selection`.
    public init(for selection: MaskSelection) {
      predictedIoU = selection.predictedIoU > 0 ? selection.predictedIoU : nil
      stability = selection.stability
    }

    /// Whether no mask is missing that `selection` may want.
    public func serves(_ selection: MaskSelection) -> Bool {
      let wanted = Floor(for: selection)
      return (predictedIoU ?? -.infinity) <= (wanted.predictedIoU ?? -.infinity)
        && stability <= wanted.stability
    }
  }

  /// By crop, then by point, then by level. Masks without a pixel are not among them, nor masks that
  /// a crop's edge cut, which no selection keeps.
  public let masks: MaskSet
  /// For each crop the index after its last mask.
  public let cropEnds: [Int]
  public let floor: Floor

  public init(masks: MaskSet, cropEnds: [Int], floor: Floor) {
    precondition(
      cropEnds.last == masks.candidates.count && zip(cropEnds, cropEnds.dropFirst()).allSatisfy(<=),
      "MaskCandidates: crops end at \(cropEnds) of \(masks.candidates.count) masks")
    (self.masks, self.cropEnds, self.floor) = (masks, cropEnds, floor)
  }

  /// The masks that `selection` keeps, in the reference's order: of the smallest crop first, then by
  /// falling predicted IoU; those that lost or gained regions last.
  ///
  /// Of masks with equal scores the earlier comes first; the reference leaves that open beyond 1000
  /// masks. `selection` must not ask for masks below the floor.
  /// Source: segment-anything 1.0, `SamAutomaticMaskGenerator.generate`.
  public func filtered(by selection: MaskSelection) -> MaskSet {
    precondition(
      floor.serves(selection), "MaskCandidates: \(selection) asks for masks below \(floor)")
    var kept: [Item] = []
    var start = 0
    for end in cropEnds {
      let items = (start..<end).filter { passes(masks.candidates[$0], selection) }
        .map { Item(masks.candidates[$0]) }
      kept += Self.suppressed(items, threshold: selection.boxNMS) {
        $0.candidate.predictedIoU ?? 0
      }
      start = end
    }
    if cropEnds.count > 1 {
      kept = Self.suppressed(kept, threshold: selection.cropNMS) {
        1 / Float($0.candidate.cropBox?.area ?? masks.width * masks.height)
      }
    }
    if selection.minimumRegionArea > 0 {
      kept = Self.withoutSmallRegions(kept, selection)
    }
    return MaskSet(width: masks.width, height: masks.height, candidates: kept.map(\.candidate))
  }

  private struct Item {
    var candidate: MaskCandidate
    var box: MaskBox

    init(_ candidate: MaskCandidate) {
      (self.candidate, box) = (candidate, MaskBox(candidate.mask))
    }

    func with(_ mask: RunLengthMask) -> Item {
      var candidate = candidate
      candidate.mask = mask
      candidate.area = mask.count
      return Item(candidate)
    }
  }

  private func passes(_ candidate: MaskCandidate, _ selection: MaskSelection) -> Bool {
    if selection.predictedIoU > 0, !((candidate.predictedIoU ?? 0) > selection.predictedIoU) {
      return false
    }
    guard (candidate.stability ?? 0) >= selection.stability else { return false }
    guard let share = selection.maximumAreaShare else { return true }
    return Double(candidate.area) < share * Double(masks.width * masks.height)
  }

  private static func suppressed(
    _ items: [Item], threshold: Double, by score: (Item) -> Float
  ) -> [Item] {
    BoxNMS.kept(items.map(\.box), scores: items.map(score), threshold: threshold).map { items[$0] }
  }

  /// Cleans every mask, then suppresses once more, preferring masks that were clean already.
  private static func withoutSmallRegions(_ items: [Item], _ selection: MaskSelection) -> [Item] {
    var cleaned: [Item] = []
    var scores: [Float] = []
    for item in items {
      var mask = BinaryMask(item.candidate.mask)
      let filled = mask.fillHoles(smallerThan: selection.minimumRegionArea)
      let removed = mask.removeIslands(smallerThan: selection.minimumRegionArea)
      scores.append(filled || removed ? 0 : 1)
      cleaned.append(filled || removed ? item.with(RunLengthMask(mask)) : item)
    }
    let threshold = max(selection.boxNMS, selection.cropNMS)
    return BoxNMS.kept(cleaned.map(\.box), scores: scores, threshold: threshold)
      .map { cleaned[$0] }
  }
}
