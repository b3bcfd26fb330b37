/// An arrangement that reads the truth and is no method's result: a type of its own, so that no
/// arrangement can become one unnoticed. Every table must mark what comes of it as an oracle.
public enum MaskOracle: Sendable, Hashable, CaseIterable {
  /// Masks that hold two or more true objects go, as `MaskSetMeasures` counts them.
  case withoutSeveralObjects

  /// A stable word that says it is an oracle.
  public var name: String {
    switch self {
    case .withoutSeveralObjects: "oracle-without-several-objects"
    }
  }

  /// The masks that are left, in the order of the set.
  ///
  /// - Parameter trueObjects: such as `TruthRegions.objects`.
  public func applied(to layers: MaskLayers, trueObjects: [BinaryMask]) -> MaskSet {
    switch self {
    case .withoutSeveralObjects:
      layers.keeping(
        layers.masks.indices.filter {
          MaskSetMeasures.held(by: layers.masks[$0], trueObjects) < 2
        })
    }
  }
}

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
