/// The cheapest way to cut the tree of masks into pieces of one label and pieces left to the seed.
///
/// Every mask either is of one label as a whole or is split. Of one label, it pays for every pixel
/// whose seed says otherwise; split, it pays for having been cut, and what it holds is decided mask
/// by mask, its remaining pixels keeping their seed. Since masks nest, the minimum over all cuts
/// follows from the leaves up. Masks that overlap without nesting each count the pixels they share.
///
/// The energy is that of a hierarchical robust Pⁿ Potts model with the seed as its unary term, which
/// is exact on a tree. Source: Ladický et al., Associative hierarchical CRFs, ICCV 2009; the costs
/// are ours.
struct TreeCut {
  /// What it costs to change one pixel. Classes seldom take each other's seeds, and seeds fall short
  /// of an object more often than they spill over its edge.
  /// Set, as are the numbers below, on the scenes of odd number and on every second image of VOC.
  private enum Cost {
    static let added = 1.0
    static let dropped = 3.0
    static let swapped = 5.0
  }
  /// How fast trust in the masks grows with the seeds' disagreement, see `trust`.
  private static let sensitivity = 4.0
  /// Up to this share of a mask the cost of cutting it grows with what is cut out.
  private static let smallShare = 0.15

  /// A mask of one label.
  struct Piece {
    let mask: Int
    /// Position in the table's classes; nil for background.
    let classIndex: Int?
  }

  private let table: OverlapTable
  private let evidence: MaskEvidence
  /// What a cut costs per pixel of a mask that is alone. Seeds that follow the masks already have
  /// little to learn from them, and what still differs is as likely the masks' fault; seeds that run
  /// across them have much.
  private let trust: Double

  init(_ table: OverlapTable, _ evidence: MaskEvidence, maximumTrust: Double) {
    (self.table, self.evidence) = (table, evidence)
    trust = min(maximumTrust, Self.sensitivity * evidence.disagreement)
  }

  /// The largest masks of one label; none lies inside another. One that is not admitted is split.
  func pieces(isAdmitted: (Int) -> Bool) -> [Piece] {
    let forest = evidence.forest
    var cheapest = [Double](repeating: 0, count: table.maskCount)
    var whole = [Piece?](repeating: nil, count: table.maskCount)
    for mask in forest.order {
      let seeds = seeds(of: mask)
      let (piece, cost) = cheapestLabel(mask, seeds)
      let split = forest.children[mask].reduce(cutCost(mask, seeds)) { $0 + cheapest[$1] }
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

  /// Masks over the same pixels share their say, so that a deep tree has no more than a flat one; and
  /// to cut a mask for the sake of a few of its seeds costs less, or else no large mask could be cut
  /// for a small object.
  private func cutCost(_ mask: Int, _ seeds: Seeds) -> Double {
    let cut = Double(seeds.minority) / (Self.smallShare * Double(table.maskPixels[mask]))
    return trust * evidence.ownPixels[mask] * min(1, cut)
  }

  /// The pixels of a mask by their seeds. Void seeds may become anything and are not counted.
  private struct Seeds {
    let background: Int
    let classes: [Int]

    var foreground: Int { classes.reduce(0, +) }
    /// Those that do not have the most frequent seed.
    var minority: Int { background + foreground - max(background, classes.max() ?? 0) }
  }

  private func seeds(of mask: Int) -> Seeds {
    let classes = table.classes.indices.map { table.overlap(mask: mask, classIndex: $0) }
    let known = table.maskPixels[mask] - table.voidOverlaps[mask]
    return Seeds(background: known - classes.reduce(0, +), classes: classes)
  }

  /// The label that changes a mask's seeds least.
  private func cheapestLabel(_ mask: Int, _ seeds: Seeds) -> (Piece, cost: Double) {
    let foreground = seeds.foreground
    var best = (Piece(mask: mask, classIndex: nil), cost: Cost.dropped * Double(foreground))
    for (index, own) in seeds.classes.enumerated() {
      let cost = Cost.added * Double(seeds.background) + Cost.swapped * Double(foreground - own)
      if cost < best.cost { best = (Piece(mask: mask, classIndex: index), cost) }
    }
    return best
  }
}
