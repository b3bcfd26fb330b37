/// What a rule decided for one image: strokes to paint, each over the ones before. Two thresholds
/// that decide alike give equal selections, which is why a grid of thresholds costs so little.
public struct Selection: Sendable, Hashable {
  /// One class' new region: the union of `masks`, with the class' own pixels outside the union of
  /// `keepsSeedOutside` and inside that of `keepsSeedInside`, where these are given.
  public struct Stroke: Sendable, Hashable {
    public var label: UInt8
    public var masks: [Int]
    public var keepsSeedOutside: [Int]?
    public var keepsSeedInside: [Int]?

    public init(
      label: UInt8, masks: [Int], keepsSeedOutside: [Int]? = nil, keepsSeedInside: [Int]? = nil
    ) {
      (self.label, self.masks) = (label, masks)
      (self.keepsSeedOutside, self.keepsSeedInside) = (keepsSeedOutside, keepsSeedInside)
    }

    var keepsSeeds: Bool { keepsSeedOutside != nil || keepsSeedInside != nil }
  }

  public var strokes: [Stroke]

  public init(strokes: [Stroke]) { self.strokes = strokes }

  /// Indices of the masks that any stroke paints, ascending.
  public var masks: [Int] { Array(Set(strokes.flatMap(\.masks))).sorted() }

  /// The enhanced labels' planes, from the label map's `seeds` and the image's `masks`.
  ///
  /// Painted from the last stroke to the first, so that each pixel is decided once.
  public func painted(seeds: ClassPlanes, masks: [BinaryMask]) -> ClassPlanes {
    var painted = BinaryMask(width: seeds.width, height: seeds.height)
    var regions: [UInt8: BinaryMask] = [:]
    for stroke in strokes.reversed() {
      var region = stroke.region(seeds, masks)
      region.subtract(painted)
      painted.formUnion(region)
      // Background strokes only keep earlier ones from showing.
      guard stroke.label != 0 else { continue }
      if regions[stroke.label]?.formUnion(region) == nil { regions[stroke.label] = region }
    }
    let planes = regions.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
    return ClassPlanes(
      width: seeds.width, height: seeds.height,
      foreground: planes.map { .init(label: $0.key, mask: $0.value) })
  }
}

extension Selection.Stroke {
  /// All that the stroke paints.
  fileprivate func region(_ seeds: ClassPlanes, _ masks: [BinaryMask]) -> BinaryMask {
    func union(_ indices: [Int]) -> BinaryMask {
      var union = BinaryMask(width: seeds.width, height: seeds.height)
      for mask in indices { union.formUnion(masks[mask]) }
      return union
    }
    var region = union(self.masks)
    guard keepsSeeds, let seed = seeds.foreground.first(where: { $0.label == label }) else {
      return region
    }
    if let limits = keepsSeedOutside {
      var kept = seed.mask
      for mask in limits { kept.subtract(masks[mask]) }
      region.formUnion(kept)
    }
    if let limits = keepsSeedInside {
      var kept = union(limits)
      kept.formIntersection(seed.mask)
      region.formUnion(kept)
    }
    return region
  }
}
