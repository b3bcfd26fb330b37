extension SEPLRule {
  /// SEPL as FMA-WSSS re-implemented it: at least (≥) instead of more than, every class chooses on
  /// its own, later classes paint over earlier ones, and seeds are kept outside the union of all
  /// masks.
  public static let fma = fma(name: "fma", keepsSeeds: true)

  /// The same without keeping seeds: only masks paint.
  public static let fmaWithoutSeeds = fma(name: "fma-without-seeds", keepsSeeds: false)

  private static func fma(name: String, keepsSeeds: Bool) -> SEPLRule {
    SEPLRule(name: name, reference: .pseudoLabel, defaults: SEPLThresholds()) {
      table, thresholds in
      let admitted = thresholds.admittedMasks(table)
      let strokes = table.classes.enumerated().map { index, label in
        Selection.Stroke(
          label: label,
          masks: admitted.filter { mask in
            // An empty mask is in no class, whatever the thresholds.
            table.maskPixels[mask] > 0
              && (table.shareOfMask(mask: mask, classIndex: index) >= thresholds.mask
                || table.shareOfClass(mask: mask, classIndex: index) >= thresholds.label)
          },
          keepsSeedOutside: keepsSeeds ? admitted : nil)
      }
      return Selection(strokes: strokes)
    }
  }
}
