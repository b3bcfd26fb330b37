/// The cheapest way to cut the tree of masks into pieces of one label and pieces left to the seed.
///
/// Every mask either is of one label as a whole or is split. Of one label, it pays for every pixel
/// whose seed says otherwise; split, it pays for having been cut, and what it holds is decided mask
/// by mask, its remaining pixels keeping their seed. Since masks nest, the minimum over all cuts
/// follows from the leaves up.
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
  /// A mask is inside another that has this share of it.
  private static let containment = 0.85

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

  /// The largest masks of one label; none lies inside another.
  func pieces(admitted: [Int]) -> [Piece] {
    let isAdmitted = Set(admitted).intersection(evidence.included)
    let forest = MaskForest(
      evidence.graph, containment: Self.containment, including: isAdmitted.contains)
    var cheapest = [Double](repeating: 0, count: table.maskCount)
    var whole = [Piece?](repeating: nil, count: table.maskCount)
    for mask in forest.order {
      let (piece, cost) = cheapestLabel(mask)
      let split = forest.children[mask].reduce(cutCost(mask)) { $0 + cheapest[$1] }
      cheapest[mask] = min(cost, split)
      if cost < split { whole[mask] = piece }
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

  /// Masks over the same pixels share their say, so that a deep tree has no more than a flat one.
  private func cutCost(_ mask: Int) -> Double {
    trust * evidence.ownPixels[mask]
  }

  /// The label that changes the mask's seeds least. Void seeds may become anything.
  private func cheapestLabel(_ mask: Int) -> (Piece, cost: Double) {
    let overlaps = table.classes.indices.map { table.overlap(mask: mask, classIndex: $0) }
    let seeds = overlaps.reduce(0, +)
    let background = table.maskPixels[mask] - seeds - table.voidOverlaps[mask]
    var best = (Piece(mask: mask, classIndex: nil), cost: Cost.dropped * Double(seeds))
    for (index, overlap) in overlaps.enumerated() {
      let cost = Cost.added * Double(background) + Cost.swapped * Double(seeds - overlap)
      if cost < best.cost { best = (Piece(mask: mask, classIndex: index), cost) }
    }
    return best
  }
}
