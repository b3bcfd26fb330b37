extension SEPLRule {
  /// Our own: a consistent cut through the tree of masks rather than a choice mask by mask.
  ///
  /// A mask is taken whole, for a class or for background, where that explains its seeds more cheaply
  /// than its parts do (`TreeCut`); a large mask over two objects is split into what it holds, and
  /// where no mask explains the seed, the seed stays. Seeds outside all masks are spill, and go, where
  /// a tenth of the class or more lies there and the masks taken explain enough of it.
  ///
  /// Of the thresholds, `mask` is the share of a lone mask that its class must exceed for it to be
  /// taken, however much the seeds contradict the masks (where they do less, more is asked for),
  /// `label` the share of the class that masks must explain before its spill goes. Masks of
  /// more than 0.95 of the image never take part, whatever `maximumMaskArea` allows.
  public static let treeCut = SEPLRule(
    name: "tree-cut", reference: .pseudoLabel, defaults: SEPLThresholds(mask: 0.1, label: 0.5)
  ) { table, evidence, thresholds in
    let pieces = TreeCut(table, evidence, maximumTrust: 1 - thresholds.mask).pieces {
      thresholds.admits(area: table.maskPixels[$0], pixelCount: table.pixelCount)
    }
    var explained = [Int](repeating: 0, count: table.classes.count)
    for piece in pieces {
      guard let index = piece.classIndex else { continue }
      explained[index] += table.overlap(mask: piece.mask, classIndex: index)
    }
    let seeds = table.classes.enumerated().map { index, label in
      let pixels = Double(table.classPixels[index])
      let isSpilled =
        Double(explained[index]) > thresholds.label * pixels
        && Double(evidence.uncovered[index]) > leastSpill * pixels
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

  /// A generator leaves no mask on what is small, so that a few uncovered seeds say nothing.
  private static let leastSpill = 0.1

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
