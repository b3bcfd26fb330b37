/// The cheapest way to cut the tree of masks into pieces of one label and pieces left to the seed.
///
/// Every mask either is of one label as a whole or is split. Of one label, it pays for every pixel
/// whose seed says otherwise; split, it pays for having been cut, and what it holds is decided mask
/// by mask, its remaining pixels keeping their seed. Since masks nest, the minimum over all cuts
/// follows from the leaves up. Masks that overlap without nesting each count the pixels they share.
///
/// What a seed is worth follows from SEPL's two shares, weighed together rather than one or the other:
/// the more of its class a mask holds, beyond what so large a mask would hold anyway, the less of the
/// mask need the class fill.
///
/// The energy is that of a hierarchical robust Pⁿ Potts model with the seed as its unary term, which
/// is exact on a tree. Source: Ladický et al., Associative hierarchical CRFs, ICCV 2009; the costs
/// are ours.
struct TreeCut {
  /// Costs in units of one background seed that becomes foreground. Set, with `SEPLRule.treeCut`'s
  /// numbers, on every second image of VOC and on scenes that no report shows.
  private enum Cost {
    /// Added to what a seed of one class is worth where it becomes another's.
    static let swapped = 1.0
    /// A cut, per pixel of a mask that is alone.
    static let cut = 1.25
    /// A seed in a small mask that holds `label` of its class: such a mask is taken from a seventh on.
    static let wholeClass = 6.0
  }

  /// A mask of one label.
  struct Piece {
    let mask: Int
    /// Position in the table's classes; nil for background.
    let classIndex: Int?
  }

  private let table: OverlapTable
  private let evidence: MaskEvidence
  /// What a seed costs that becomes background, and how that grows with the square of `surplus`.
  private let dropped: (alone: Double, growth: Double)

  init(_ table: OverlapTable, _ evidence: MaskEvidence, _ thresholds: SEPLThresholds) {
    (self.table, self.evidence) = (table, evidence)
    let alone = 1 / max(Self.leastThreshold, thresholds.mask) - 1
    let label = max(Self.leastThreshold, thresholds.label)
    dropped = (alone, max(0, Cost.wholeClass - alone) / (label * label))
  }

  /// Smaller thresholds would make costs that no sum survives.
  private static let leastThreshold = 0.001

  /// The largest masks of one label; none lies inside another. One that is not admitted is split.
  func pieces(isAdmitted: (Int) -> Bool) -> [Piece] {
    let forest = evidence.forest
    var cheapest = [Double](repeating: 0, count: table.maskCount)
    var whole = [Piece?](repeating: nil, count: table.maskCount)
    for mask in forest.order {
      let (piece, cost) = cheapestLabel(mask)
      let split = forest.children[mask].reduce(Cost.cut * evidence.ownPixels[mask]) {
        $0 + cheapest[$1]
      }
      let isWhole = cost <= split && isAdmitted(mask)
      cheapest[mask] = isWhole ? cost : split
      if isWhole { whole[mask] = piece }
    }
    var pieces: [Piece] = []
    var isInPiece = [Bool](repeating: false, count: table.maskCount)
    for mask in forest.order.reversed() {
      let isCovered = forest.parents[mask].map { isInPiece[$0] } ?? false
      if !isCovered, let piece = whole[mask] { pieces.append(piece) }
      isInPiece[mask] = isCovered || whole[mask] != nil
    }
    return pieces
  }

  /// The label that changes a mask's seeds most cheaply; of equals background, then the lower class.
  private func cheapestLabel(_ mask: Int) -> (Piece, cost: Double) {
    let seeds = table.classes.indices.map { table.overlap(mask: mask, classIndex: $0) }
    let worths = seeds.indices.map { Double(seeds[$0]) * worth(mask, $0) }
    let (foreground, all) = (seeds.reduce(0, +), worths.reduce(0, +))
    // Void seeds may become anything and are not counted.
    let background = table.maskPixels[mask] - table.voidOverlaps[mask] - foreground
    var best = (Piece(mask: mask, classIndex: nil), cost: all)
    for index in seeds.indices {
      let swapped = all - worths[index] + Cost.swapped * Double(foreground - seeds[index])
      let cost = Double(background) + swapped
      if cost < best.cost { best = (Piece(mask: mask, classIndex: index), cost) }
    }
    return best
  }

  /// What each seed of a class in a mask is worth.
  private func worth(_ mask: Int, _ classIndex: Int) -> Double {
    let surplus = surplus(mask, classIndex)
    return dropped.alone + dropped.growth * surplus * surplus
  }

  /// The share of a class that a mask holds, less the share of the image that it covers, of what could
  /// be more than that: a mask over most of the image holds most of any class, and it means nothing.
  private func surplus(_ mask: Int, _ classIndex: Int) -> Double {
    let area = Double(table.maskPixels[mask]) / Double(table.pixelCount)
    let share = table.shareOfClass(mask: mask, classIndex: classIndex)
    return area < share ? (share - area) / (1 - area) : 0
  }
}
