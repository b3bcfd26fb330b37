extension SEPLRule {
  /// The authors' default merger, pixel for pixel.
  ///
  /// Classes come in index order. A mask taken for one class is out of sight for later classes: they
  /// can neither take it nor count it among the masks that overrule their seed. Later classes paint
  /// over earlier ones. A void pixel of the pseudo label becomes background.
  ///
  /// Source: SAM_WSSS, `max_iou_imp2`. With `mask` at 0.5 the first test equals its integer form
  /// 2·|S∩P| − |S| > 0, since halves are exact in binary floating point.
  public static let official = SEPLRule(
    name: "official", reference: .pseudoLabel,
    defaults: SEPLThresholds(maximumMaskArea: 1)
  ) { mergedInClassOrder($0, $1, usesLabelTest: true, keepsSeeds: true) }

  /// The authors' first merger: the mask test alone, and no seed pixels kept.
  /// Source: SAM_WSSS, `max_iou`.
  public static let officialMaxIoU = SEPLRule(
    name: "official-max-iou", reference: .pseudoLabel,
    defaults: SEPLThresholds(maximumMaskArea: 1)
  ) { mergedInClassOrder($0, $1, usesLabelTest: false, keepsSeeds: false) }

  /// The authors' second merger: the mask test alone, seed pixels kept where no mask is.
  /// Source: SAM_WSSS, `max_iou_imp`.
  public static let officialMaxIoUImp = SEPLRule(
    name: "official-max-iou-imp", reference: .pseudoLabel,
    defaults: SEPLThresholds(maximumMaskArea: 1)
  ) { mergedInClassOrder($0, $1, usesLabelTest: false, keepsSeeds: true) }

  private static func mergedInClassOrder(
    _ table: OverlapTable, _ thresholds: SEPLThresholds, usesLabelTest: Bool, keepsSeeds: Bool
  ) -> Selection {
    var unseen = thresholds.admittedMasks(table)
    var strokes: [Selection.Stroke] = []
    for (index, label) in table.classes.enumerated() {
      let taken = unseen.filter { mask in
        let overlap = Double(table.overlap(mask: mask, classIndex: index))
        return overlap > thresholds.mask * Double(table.maskPixels[mask])
          || usesLabelTest
            && table.shareOfClass(mask: mask, classIndex: index) >= thresholds.label
      }
      strokes.append(
        .init(label: label, masks: taken, keepsSeedOutside: keepsSeeds ? unseen : nil))
      unseen.removeAll { mask in taken.contains(mask) }
    }
    return Selection(strokes: strokes)
  }
}
