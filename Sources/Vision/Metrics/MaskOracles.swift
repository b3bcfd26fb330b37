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
    let uncapped = SEPLThresholds(maximumMaskArea: 1)
    return SEPLRule.oracle.selection(from: OverlapTable(masks, truth), thresholds: uncapped)
      .painted(seeds: truth, masks: masks)
  }

  /// The labels when every piece into which the masks cut the image is given its best class: what
  /// the best cut through the masks reaches, since a cut gives each piece one label. Ties go to
  /// background, then the lower class; outside all masks is background.
  public func bestCut(truth: ClassPlanes) -> ClassPlanes {
    // By the numbers of pieces rather than their masks: many overlapping masks cut out thousands.
    let (atoms, count) = atomIndices()
    let labels = truth.labelMap.labels
    let classes = [0] + truth.foreground.map(\.label)
    var places = [Int](repeating: -1, count: 256)
    for (place, label) in classes.enumerated() { places[Int(label)] = place }
    var pixels = [Int32](repeating: 0, count: count * classes.count)
    for (atom, label) in zip(atoms, labels) where places[Int(label)] >= 0 {
      pixels[Int(atom) * classes.count + places[Int(label)]] += 1
    }
    let best = (0..<count).map { atom -> UInt8 in
      let own = pixels[(atom * classes.count)..<((atom + 1) * classes.count)]
      // The first of equals.
      let place = own.indices.reduce(own.startIndex) { own[$1] > own[$0] ? $1 : $0 }
      return atom == 0 ? 0 : classes[place - own.startIndex]
    }
    return ClassPlanes(
      LabelMap(width: set.width, height: set.height, labels: atoms.map { best[Int($0)] }))
  }
}
