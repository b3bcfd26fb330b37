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

  /// Of each mask, since every selection compares them.
  private let boxes: [MaskBox]

  /// `cropEnds` ascends to the number of masks.
  public init(masks: MaskSet, cropEnds: [Int], floor: Floor) {
    precondition(
      cropEnds.last == masks.candidates.count && zip(cropEnds, cropEnds.dropFirst()).allSatisfy(<=),
      "MaskCandidates: crops end at \(cropEnds) of \(masks.candidates.count) masks")
    (self.masks, self.cropEnds, self.floor) = (masks, cropEnds, floor)
    boxes = masks.candidates.map { MaskBox($0.mask) }
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
    var kept: [Int] = []
    var start = 0
    for end in cropEnds {
      let passing = (start..<end).filter { passes(masks.candidates[$0], selection) }
      kept += suppressed(passing, threshold: selection.boxNMS) { $0.predictedIoU ?? 0 }
      start = end
    }
    if cropEnds.count > 1 {
      // Smaller crops first.
      kept = suppressed(kept, threshold: selection.cropNMS) {
        1 / Float($0.cropBox?.area ?? masks.width * masks.height)
      }
    }
    var chosen = kept.map { masks.candidates[$0] }
    if selection.minimumRegionArea > 0 {
      chosen = chosen.withoutSmallRegions(
        area: selection.minimumRegionArea, boxNMS: max(selection.boxNMS, selection.cropNMS))
    }
    return MaskSet(width: masks.width, height: masks.height, candidates: chosen)
  }

  private func passes(_ candidate: MaskCandidate, _ selection: MaskSelection) -> Bool {
    if selection.predictedIoU > 0 {
      guard let predicted = candidate.predictedIoU, predicted > selection.predictedIoU else {
        return false
      }
    }
    if selection.stability > 0 {
      guard let stability = candidate.stability, stability >= selection.stability else {
        return false
      }
    }
    guard let share = selection.maximumAreaShare else { return true }
    return Double(candidate.area) < share * Double(masks.width * masks.height)
  }

  private func suppressed(
    _ indices: [Int], threshold: Double, by score: (MaskCandidate) -> Float
  ) -> [Int] {
    BoxNMS.kept(
      indices.map { boxes[$0] }, scores: indices.map { score(masks.candidates[$0]) },
      threshold: threshold
    ).map { indices[$0] }
  }
}

extension [MaskCandidate] {
  /// The masks with holes and islands of fewer than `area` pixels removed, less those whose boxes
  /// became alike; masks that had none come first and are preferred.
  ///
  /// Source: segment-anything 1.0, `postprocess_small_regions`.
  package func withoutSmallRegions(area: Int, boxNMS threshold: Double) -> [MaskCandidate] {
    var scores: [Float] = []
    let cleaned = map { candidate in
      var mask = BinaryMask(candidate.mask)
      let filled = mask.fillHoles(smallerThan: area)
      let removed = mask.removeIslands(smallerThan: area)
      scores.append(filled || removed ? 0 : 1)
      guard filled || removed else { return candidate }
      var cleaned = candidate
      cleaned.mask = RunLengthMask(mask)
      cleaned.area = cleaned.mask.count
      return cleaned
    }
    return BoxNMS.kept(cleaned.map { MaskBox($0.mask) }, scores: scores, threshold: threshold)
      .map { cleaned[$0] }
  }
}
