extension SEPLRule {
  /// Which parts of the paper's rule are in force; all of them by default, fewer in an ablation.
  public struct Components: Sendable, Hashable {
    /// Take masks that lie in the class: |S∩P_c|/|S| above the mask threshold.
    public var maskTest = true
    /// Take masks that hold the class: |S∩P_c|/|P_c| above the label threshold.
    public var labelTest = true
    /// Keep the pseudo label where there is no mask at all.
    public var keepsSeeds = true

    public init(maskTest: Bool = true, labelTest: Bool = true, keepsSeeds: Bool = true) {
      (self.maskTest, self.labelTest, self.keepsSeeds) = (maskTest, labelTest, keepsSeeds)
    }
  }

  /// The rule as the paper states it, whatever the order of masks and classes.
  ///
  /// A mask wanted by several classes goes to the one with the largest |S∩P_c|/|S|; where masks of
  /// different classes overlap, the pixel goes to the mask with the larger share, then the smaller
  /// mask. "No mask" means that no admitted mask, taken or not, covers the pixel.
  ///
  /// Source: arXiv 2305.05803, section 3; the tie rules are ours, the paper leaves them open.
  public static let sepl = paper(name: "sepl", Components())

  /// The rule of the paper's later version: a mask is first assigned to the class it overlaps most,
  /// of equals the lower, and then taken if that class passes one of the two tests. `sepl` lets a
  /// class that overlaps it less have it, if that one passes and the other does not.
  ///
  /// Source: arXiv 2305.05803v4, section 3.
  public static let seplV4 = paper(name: "sepl-v4", Components(), isAssignedFirst: true)

  /// The paper's rule with some of its parts left out.
  public static func paper(name: String, _ components: Components) -> SEPLRule {
    paper(name: name, components, isAssignedFirst: false)
  }

  private static func paper(
    name: String, _ components: Components, isAssignedFirst: Bool
  ) -> SEPLRule {
    SEPLRule(name: name, reference: .pseudoLabel, defaults: SEPLThresholds()) {
      table, thresholds in
      let admitted = thresholds.admittedMasks(table)
      var strokes: [Selection.Stroke] = []
      if components.keepsSeeds {
        strokes = table.classes.map { .init(label: $0, masks: [], keepsSeedOutside: admitted) }
      }
      let taken = admitted.compactMap { mask in
        claim(
          on: mask, by: isAssignedFirst ? table.largestOverlap(mask) : table.classes.indices, table,
          thresholds, components)
      }
      for claim in taken.sorted(by: <) {
        strokes.append(.init(label: table.classes[claim.classIndex], masks: [claim.mask]))
      }
      return Selection(strokes: strokes.mergingNeighbours())
    }
  }

  /// The class among `candidates` that gets a mask, if any wants it.
  private static func claim(
    on mask: Int, by candidates: Range<Int>, _ table: OverlapTable, _ thresholds: SEPLThresholds,
    _ components: Components
  ) -> Claim? {
    var best: Claim?
    for index in candidates where table.overlap(mask: mask, classIndex: index) > 0 {
      let share = table.shareOfMask(mask: mask, classIndex: index)
      let isWanted =
        components.maskTest && share > thresholds.mask
        || components.labelTest
          && table.shareOfClass(mask: mask, classIndex: index) > thresholds.label
      if isWanted, share > best?.share ?? -1 {
        best = Claim(mask: mask, classIndex: index, share: share, area: table.maskPixels[mask])
      }
    }
    return best
  }

  /// A mask taken for a class. Ordered from painted first (weak, large) to painted last.
  struct Claim: Comparable {
    var mask: Int
    var classIndex: Int
    var share: Double
    var area: Int

    static func < (a: Claim, b: Claim) -> Bool {
      // The mask's index comes last only to make the order total: equal claims paint alike or are
      // of different classes with equal share and area, where the lower class wins.
      (a.share, b.area, b.classIndex, a.mask) < (b.share, a.area, a.classIndex, b.mask)
    }
  }
}

extension OverlapTable {
  /// The class that shares most pixels with a mask, of equals the lower; empty without classes.
  fileprivate func largestOverlap(_ mask: Int) -> Range<Int> {
    var best = 0
    for index in classes.indices
    where overlap(mask: mask, classIndex: index) > overlap(mask: mask, classIndex: best) {
      best = index
    }
    return classes.isEmpty ? 0..<0 : best..<best + 1
  }
}

extension [Selection.Stroke] {
  /// Strokes of one class that follow each other are one stroke, so that selections which paint the
  /// same in a different order compare equal more often.
  func mergingNeighbours() -> [Selection.Stroke] {
    var merged: [Selection.Stroke] = []
    for stroke in self {
      if let last = merged.last, last.label == stroke.label, !last.keepsSeeds, !stroke.keepsSeeds {
        merged[merged.count - 1].masks.append(contentsOf: stroke.masks)
      } else {
        merged.append(stroke)
      }
    }
    for index in merged.indices { merged[index].masks.sort() }
    return merged
  }
}
