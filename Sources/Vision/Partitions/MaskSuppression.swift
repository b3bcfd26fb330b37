/// Filters that drop a mask for a better one.
extension MaskLayers {
  /// The masks that box NMS keeps, by score; of equal scores the earlier.
  func afterBoxNMS(_ threshold: Double) -> [Int] {
    BoxNMS.kept(
      set.candidates.map { MaskBox($0.mask) }, scores: masks.indices.map { score($0) },
      threshold: threshold)
  }

  /// The masks that are left when, from the highest score down, each drops those below it that it
  /// overlaps by more than `threshold`.
  func afterMaskNMS(_ threshold: Double, of measure: MaskArrangement.Overlap) -> [Int] {
    var isDropped = [Bool](repeating: false, count: masks.count)
    var kept: [Int] = []
    for mask in orderByScore where !isDropped[mask] {
      kept.append(mask)
      for overlap in graph.overlaps[mask] {
        let share =
          switch measure {
          case .iou: graph.iou(mask, overlap)
          case .smaller: graph.shareOfSmaller(mask, overlap)
          }
        // Masks above it in the order are kept or dropped already; either stays so.
        if share > threshold { isDropped[overlap.mask] = true }
      }
    }
    return kept
  }

  /// Masks in order of score, each trimmed to what the ones before left, or dropped.
  func panoptic(_ maximumOverlap: Double) -> MaskSet {
    var taken = BinaryMask(width: set.width, height: set.height)
    var placed: [Int] = []
    for mask in orderByScore where graph.areas[mask] > 0 {
      let overlap = masks[mask].intersectionCount(taken)
      guard Double(overlap) <= maximumOverlap * Double(graph.areas[mask]) else { continue }
      taken.formUnion(masks[mask])
      placed.append(mask)
    }
    return layered(placed)
  }
}

/// Suppression within each level, by overlap and by containment.
///
/// Masks of one `level` are compared (those without one with each other), the higher product of
/// predicted IoU and stability first, what is unknown counting as 1. A mask goes if its IoU with one
/// of a higher score is above `iou`; if its score is not above `score`; or if another mask, of
/// whatever score, holds at least 0.85 of it, is less than half filled by it, and the product of the
/// two shares is below `inner`. If no mask of a level passes the score test, its three best do. Empty
/// masks go and are not among these.
///
/// Source: Qin et al., LangSplat, CVPR 2024, `mask_nms` of its preprocessing.
public struct LevelNMS: Sendable, Hashable {
  public var iou: Double
  public var score: Double
  public var inner: Double

  public init(iou: Double = 0.8, score: Double = 0.7, inner: Double = 0.5) {
    (self.iou, self.score, self.inner) = (iou, score, inner)
  }

  var name: String { "\(iou)-\(score)-\(inner)" }

  func kept(of layers: MaskLayers) -> [Int] {
    let candidates = layers.set.candidates
    let scores = candidates.map { Double($0.predictedIoU ?? 1) * Double($0.stability ?? 1) }
    let order = layers.order { scores[$0] > scores[$1] }.filter { layers.graph.areas[$0] > 0 }
    var rank = [Int](repeating: 0, count: candidates.count)
    for (position, mask) in order.enumerated() { rank[mask] = position }
    var passed: [Int?: Int] = [:]
    var sureOf: Set<Int> = []
    for mask in order where scores[mask] > score { passed[candidates[mask].level, default: 0] += 1 }
    for mask in order where passed[candidates[mask].level] == nil {
      let best = order.lazy.filter { candidates[$0].level == candidates[mask].level }.prefix(3)
      if best.contains(mask) { sureOf.insert(mask) }
    }
    return order.filter { mask in
      guard scores[mask] > score || sureOf.contains(mask) else { return false }
      return !layers.graph.overlaps[mask].contains { other in
        candidates[other.mask].level == candidates[mask].level
          && (rank[other.mask] < rank[mask] && layers.graph.iou(mask, other) > iou
            || isInner(mask, other, layers.graph))
      }
    }
  }

  private func isInner(_ mask: Int, _ other: MaskGraph.Overlap, _ graph: MaskGraph) -> Bool {
    let own = Double(other.pixels) / Double(graph.areas[mask])
    let others = Double(other.pixels) / Double(graph.areas[other.mask])
    return own >= 0.85 && others < 0.5 && own * others < inner
  }
}
