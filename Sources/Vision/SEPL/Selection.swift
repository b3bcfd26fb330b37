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
  public func painted(seeds: ClassPlanes, masks: [BinaryMask]) -> ClassPlanes {
    var unions = MaskUnions(masks, width: seeds.width, height: seeds.height)
    return painted(seeds: seeds, with: &unions)
  }

  /// The same, for one of many selections from the same masks.
  ///
  /// Painted from the last stroke to the first, so that each pixel is decided once.
  public func painted(seeds: ClassPlanes, with unions: inout MaskUnions) -> ClassPlanes {
    var painted = BinaryMask(width: seeds.width, height: seeds.height)
    var regions: [UInt8: BinaryMask] = [:]
    for stroke in strokes.reversed() {
      var region = stroke.region(seeds, &unions)
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
  fileprivate func region(_ seeds: ClassPlanes, _ unions: inout MaskUnions) -> BinaryMask {
    var region = unions.fresh(of: masks)
    guard keepsSeeds, let seed = seeds.foreground.first(where: { $0.label == label }) else {
      return region
    }
    if let limits = keepsSeedOutside {
      var kept = seed.mask
      if !limits.isEmpty { kept.subtract(unions.known(of: limits)) }
      region.formUnion(kept)
    }
    if let limits = keepsSeedInside {
      var kept = unions.known(of: limits)
      kept.formIntersection(seed.mask)
      region.formUnion(kept)
    }
    return region
  }
}

/// Unions of an image's masks for any number of selections: what limits the seeds is mostly the same
/// masks, whatever the thresholds.
public struct MaskUnions: Sendable {
  private let masks: [BinaryMask]
  private let empty: BinaryMask
  private var unions: [[Int]: BinaryMask] = [:]

  /// `width` and `height` are the image's and so those of every mask.
  public init(_ masks: [BinaryMask], width: Int, height: Int) {
    self.masks = masks
    empty = BinaryMask(width: width, height: height)
  }

  fileprivate func fresh(of indices: [Int]) -> BinaryMask {
    indices.reduce(into: empty) { $0.formUnion(masks[$1]) }
  }

  fileprivate mutating func known(of indices: [Int]) -> BinaryMask {
    if let union = unions[indices] { return union }
    let union = fresh(of: indices)
    unions[indices] = union
    return union
  }
}
