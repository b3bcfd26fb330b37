extension SEPLRule {
  /// What the masks could give if every mask knew its class: each goes to the true class (or
  /// background) that fills most of it, void pixels apart; purer masks paint over less pure ones,
  /// smaller over larger. Outside all masks is background. Reads the ground truth, so its score is
  /// an upper bound for choosing masks one by one and nothing that a method reached.
  public static let oracle = SEPLRule(
    name: "oracle", reference: .groundTruth, defaults: SEPLThresholds()
  ) { table, thresholds in
    let claims = thresholds.admittedMasks(table).compactMap { mask -> (Claim, UInt8)? in
      let counted = table.maskPixels[mask] - table.voidOverlaps[mask]
      guard counted > 0 else { return nil }
      let overlaps = table.classes.indices.map { table.overlap(mask: mask, classIndex: $0) }
      var (best, pixels) = (-1, counted - overlaps.reduce(0, +))
      for (index, overlap) in overlaps.enumerated() where overlap > pixels {
        (best, pixels) = (index, overlap)
      }
      let claim = Claim(
        mask: mask, classIndex: best, share: Double(pixels) / Double(counted),
        area: table.maskPixels[mask])
      return (claim, best < 0 ? 0 : table.classes[best])
    }
    let strokes = claims.sorted { $0.0 < $1.0 }.map { claim, label in
      Selection.Stroke(label: label, masks: [claim.mask])
    }
    return Selection(strokes: strokes.mergingNeighbours())
  }
}
