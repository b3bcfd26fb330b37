/// Greedy non-maximum suppression by box IoU.
///
/// Source: torchvision 0.29, `torchvision.ops.nms` on a CPU: its arithmetic in f32, its threshold in
/// f64, its stable order of equal scores.
package enum BoxNMS {
  /// Indices of the boxes that are kept, those of the highest score first and of equal scores in
  /// their order. A box goes if its IoU with a kept one before it is above `threshold`.
  package static func kept(_ boxes: [MaskBox], scores: [Float], threshold: Double) -> [Int] {
    precondition(
      boxes.count == scores.count, "BoxNMS: \(boxes.count) boxes, \(scores.count) scores")
    // Swift's sort is stable, in practice and by its tests but not by its contract: the index
    // decides. NaN comes before all numbers, as PyTorch sorts it.
    let order = scores.indices.sorted {
      let (a, b) = (rank(scores[$0]), rank(scores[$1]))
      return a == b ? $0 < $1 : a > b
    }
    var kept: [Int] = []
    var keptBoxes: [AreaBox] = []
    for index in order {
      let box = AreaBox(boxes[index])
      if keptBoxes.contains(where: { Double($0.iou(box)) > threshold }) { continue }
      kept.append(index)
      keptBoxes.append(box)
    }
    return kept
  }

  private static func rank(_ score: Float) -> Float { score.isNaN ? .infinity : score }
}

/// A box with its area, in f32 from the start.
private struct AreaBox {
  let low: SIMD2<Float>
  let high: SIMD2<Float>
  let area: Float

  init(_ box: MaskBox) {
    low = SIMD2(box.edges.lowHalf)
    high = SIMD2(box.edges.highHalf)
    let size = high - low
    area = size.x * size.y
  }

  /// NaN for two boxes without area.
  func iou(_ other: AreaBox) -> Float {
    let size = pointwiseMax(pointwiseMin(high, other.high) - pointwiseMax(low, other.low), .zero)
    let overlap = size.x * size.y
    return overlap / (area + other.area - overlap)
  }
}
