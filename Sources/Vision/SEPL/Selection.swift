/// What a rule decided for one image: strokes to paint, each over the ones before. Two thresholds
/// that decide alike give equal selections, which is why a grid of thresholds costs so little.
public struct Selection: Sendable, Hashable {
  /// One class' new region: the union of `masks` and, where `keepsSeedOutside` is given, the class'
  /// own pixels outside the union of those masks.
  public struct Stroke: Sendable, Hashable {
    public var label: UInt8
    public var masks: [Int]
    public var keepsSeedOutside: [Int]?

    public init(label: UInt8, masks: [Int], keepsSeedOutside: [Int]? = nil) {
      (self.label, self.masks, self.keepsSeedOutside) = (label, masks, keepsSeedOutside)
    }
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
      var region = BinaryMask(width: seeds.width, height: seeds.height)
      for mask in stroke.masks { region.formUnion(masks[mask]) }
      if let limits = stroke.keepsSeedOutside,
        let seed = seeds.foreground.first(where: { $0.label == stroke.label })
      {
        var kept = seed.mask
        for mask in limits { kept.subtract(masks[mask]) }
        region.formUnion(kept)
      }
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
