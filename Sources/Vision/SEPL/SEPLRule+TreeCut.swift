extension SEPLRule {
  /// Our own: a consistent cut through the tree of masks rather than a choice mask by mask.
  ///
  /// A mask is taken whole, for a class or for background, where that explains its seeds more cheaply
  /// than its parts do (`TreeCut`); a large mask over two objects is split into what it holds, and
  /// where no mask explains the seed, the seed stays. Seeds outside all masks are spill, and go, where
  /// the masks taken explain 0.4 of the class and the class fills less than 0.3 of what is outside.
  ///
  /// The thresholds are SEPL's, weighed together. A mask that holds next to nothing of a class is taken
  /// for it if the class fills more than `mask` of it; a small one that holds `label` of the class, from
  /// a seventh on; between them the seeds' worth grows with the square of the share, and a mask as large
  /// as the scene has to hold more for the same. Masks of more than 0.95 of the image never take part,
  /// whatever `maximumMaskArea` allows.
  public static let treeCut = SEPLRule(
    name: "tree-cut", reference: .pseudoLabel, defaults: SEPLThresholds()
  ) { table, evidence, thresholds in
    let pieces = TreeCut(table, evidence, thresholds).pieces {
      thresholds.admits(area: table.maskPixels[$0], pixelCount: table.pixelCount)
    }
    var explained = [Int](repeating: 0, count: table.classes.count)
    for piece in pieces {
      guard let index = piece.classIndex else { continue }
      explained[index] += table.overlap(mask: piece.mask, classIndex: index)
    }
    let seeds = table.classes.enumerated().map { index, label in
      let outside = evidence.uncovered[index]
      let isSpilled =
        outside > 0 && Double(explained[index]) > leastExplained * Double(table.classPixels[index])
        && Double(outside) < leastOutside * Double(evidence.uncoveredPixels)
      return Selection.Stroke(
        label: label, masks: [], keepsSeedOutside: isSpilled ? nil : [],
        keepsSeedInside: isSpilled ? evidence.included : nil)
    }
    let painted = pieces.map { claim(on: $0, table) }.sorted(by: <).map { claim in
      Selection.Stroke(
        label: claim.classIndex < 0 ? 0 : table.classes[claim.classIndex], masks: [claim.mask])
    }
    return Selection(strokes: (seeds + painted).mergingNeighbours())
  }

  /// The share of a class that masks must explain before what lies outside them goes.
  private static let leastExplained = 0.4
  /// A class that fills this share of what no mask covers is an object for which there is no mask.
  private static let leastOutside = 0.3

  /// Pieces may overlap at their edges; the purer one is painted last.
  private static func claim(on piece: TreeCut.Piece, _ table: OverlapTable) -> Claim {
    let area = table.maskPixels[piece.mask]
    let share: Double
    if let index = piece.classIndex {
      share = table.shareOfMask(mask: piece.mask, classIndex: index)
    } else {
      let seeds = table.classes.indices.reduce(0) {
        $0 + table.overlap(mask: piece.mask, classIndex: $1)
      }
      share = Double(area - seeds - table.voidOverlaps[piece.mask]) / Double(area)
    }
    return Claim(mask: piece.mask, classIndex: piece.classIndex ?? -1, share: share, area: area)
  }
}
