/// The true objects of an image and their parts, as masks that a perfect generator would give.
public struct TruthRegions: Sendable, Equatable {
  /// One object, or one part of an object.
  public struct Region: Sendable, Equatable {
    public let mask: BinaryMask
    /// Around the mask's pixels.
    public let box: PixelBox
    /// The index of the object that this is a part of; nil for an object.
    public let object: Int?
  }

  public let width: Int
  public let height: Int
  /// The objects, then the parts. None is empty, and no two objects share a pixel.
  public let regions: [Region]

  /// The connected components of the classes of `labels`, eight neighbours connected: all that a
  /// data set without instances knows. No parts.
  public init(componentsOf labels: LabelMap) {
    let components = LabelRegions(labels)
    self.init(
      width: labels.width, height: labels.height,
      objects: Self.masks(components.indices.map { Int($0) + 1 }, labels, components.regions.count))
  }

  /// Every instance as one object, whatever hides its middle, and its parts. Both maps have one
  /// size; 0 is background, and a part's label means something only within its instance.
  ///
  /// An object of a single part has none, since it would be the object again.
  public init(instances: LabelMap, parts: LabelMap) {
    precondition(
      instances.width == parts.width && instances.height == parts.height,
      "TruthRegions: instances \(instances.width)×\(instances.height), "
        + "parts \(parts.width)×\(parts.height)")
    let (width, height) = (instances.width, instances.height)
    let labels = instances.presentLabels.filter { $0 != 0 && $0 != LabelMap.void }
    var pieces: [(object: Int, mask: BinaryMask)] = []
    for (object, label) in labels.enumerated() {
      let own = zip(instances.labels, parts.labels).map { $0 == label ? $1 : 0 }
      let map = LabelMap(width: width, height: height, labels: own)
      let names = map.presentLabels.filter { $0 != 0 }
      guard names.count > 1 else { continue }
      pieces += names.map { (object, BinaryMask(map, equalTo: $0)) }
    }
    self.init(
      width: width, height: height,
      objects: labels.map { BinaryMask(instances, equalTo: $0) }, parts: pieces)
  }

  private init(
    width: Int, height: Int, objects: [BinaryMask], parts: [(object: Int, mask: BinaryMask)] = []
  ) {
    (self.width, self.height) = (width, height)
    regions =
      objects.compactMap { Region($0, object: nil) }
      + parts.compactMap { Region($0.mask, object: $0.object) }
  }

  /// One mask per index from 1 to `count`.
  private static func masks(_ indices: [Int], _ labels: LabelMap, _ count: Int) -> [BinaryMask] {
    var masks = [BinaryMask](
      repeating: BinaryMask(width: labels.width, height: labels.height), count: count)
    var start = 0
    for pixel in 1...indices.count where pixel == indices.count || indices[pixel] != indices[start]
    {
      if indices[start] > 0 { masks[indices[start] - 1].insert(start..<pixel) }
      start = pixel
    }
    return masks
  }

  /// Pairs of objects that lie within `distance` pixels of each other, by a square neighbourhood.
  func neighbours(within distance: Int) -> [(Int, Int)] {
    let objects = regions.indices.filter { regions[$0].object == nil }
    return objects.flatMap { first in
      objects.filter { second in
        guard first < second, regions[first].box.touches(regions[second].box, margin: distance)
        else { return false }
        return regions[first].mask.grown(by: distance).intersectionCount(regions[second].mask) > 0
      }.map { (first, $0) }
    }
  }
}

extension TruthRegions.Region {
  fileprivate init?(_ mask: BinaryMask, object: Int?) {
    guard let box = RunLengthMask(mask).boundingBox else { return nil }
    self.init(mask: mask, box: box, object: object)
  }
}

extension PixelBox {
  fileprivate func touches(_ other: PixelBox, margin: Int) -> Bool {
    minX - margin < other.maxX && other.minX < maxX + margin && minY - margin < other.maxY
      && other.minY < maxY + margin
  }
}

extension BinaryMask {
  /// The pixels within `distance` of the mask's in both directions.
  fileprivate func grown(by distance: Int) -> BinaryMask {
    var grown = BinaryMask(width: width, height: height)
    forEachRun { run in
      let (first, last) = (run.lowerBound / width, (run.upperBound - 1) / width)
      for y in first...last {
        let left = max(0, (y == first ? run.lowerBound - y * width : 0) - distance)
        let right = min(width, (y == last ? run.upperBound - y * width : width) + distance)
        for row in max(0, y - distance)...min(height - 1, y + distance) {
          grown.insert(row * width + left..<row * width + right)
        }
      }
    }
    return grown
  }
}
