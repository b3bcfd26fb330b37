/// What the masks of an image could give at best. Both read the truth and are no method's result.
extension MaskLayers {
  /// The labels when every mask is given its best class, see `SEPLRule.oracle`.
  public func bestClassPerMask(truth: ClassPlanes) -> ClassPlanes {
    Self.oracle(masks, truth)
  }

  /// The labels when every piece into which the masks cut the image is given its best class: what
  /// the best cut through the masks reaches, since a cut gives each piece one label. Ties go to
  /// background, then the lower class; outside all masks is background.
  public func bestCut(truth: ClassPlanes) -> ClassPlanes {
    Self.oracle(atoms().binaryMasks, truth)
  }

  private static func oracle(_ masks: [BinaryMask], _ truth: ClassPlanes) -> ClassPlanes {
    let uncapped = SEPLThresholds(maximumMaskArea: 1)
    let table = OverlapTable(masks, truth)
    return SEPLRule.oracle.selection(from: table, thresholds: uncapped)
      .painted(seeds: truth, masks: masks)
  }
}
