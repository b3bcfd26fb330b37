/// Which masks of an image overlap and by how much, counted once, 64 pixels at a time.
public struct MaskGraph: Sendable, Equatable {
  /// A mask that shares pixels with another.
  public struct Overlap: Sendable, Equatable {
    public let mask: Int
    /// |A ∩ B|, at least 1.
    public let pixels: Int
  }

  /// Pixels of each mask.
  public let areas: [Int]
  /// Around each mask's pixels; nil for an empty mask.
  public let boxes: [PixelBox?]
  /// The masks from the smallest to the largest. Of two of one area that comes first which has the
  /// first pixel in which they differ; of equal masks the earlier. Equal masks apart, the order does
  /// not depend on that in which they are given.
  public let order: [Int]
  /// Per mask the others that share a pixel with it, ascending by index.
  public let overlaps: [[Overlap]]

  /// Counts only pairs whose boxes overlap. Masks must be of one size.
  public init(_ masks: [BinaryMask]) {
    self.init(masks, boxes: masks.map { RunLengthMask($0).boundingBox })
  }

  init(_ masks: [BinaryMask], boxes: [PixelBox?]) {
    self.boxes = boxes
    let areas = masks.map(\.count)
    self.areas = areas
    order = areas.indices.sorted { a, b in
      areas[a] == areas[b] ? masks[a].precedes(masks[b]) ?? (a < b) : areas[a] < areas[b]
    }
    var overlaps = [[Overlap]](repeating: [], count: masks.count)
    for (a, first) in boxes.enumerated() {
      guard let first else { continue }
      for b in a + 1..<max(a + 1, masks.count) {
        guard let second = boxes[b], first.overlaps(second) else { continue }
        let rows = max(first.minY, second.minY)..<min(first.maxY, second.maxY)
        let pixels = masks[a].intersectionCount(masks[b], rows: rows)
        guard pixels > 0 else { continue }
        overlaps[a].append(Overlap(mask: b, pixels: pixels))
        overlaps[b].append(Overlap(mask: a, pixels: pixels))
      }
    }
    self.overlaps = overlaps
  }

  public var maskCount: Int { areas.count }

  /// |A ∩ B|; A's area where both are one mask.
  public func intersection(_ a: Int, _ b: Int) -> Int {
    if a == b { return areas[a] }
    return overlaps[a].first { $0.mask == b }?.pixels ?? 0
  }

  /// Intersection over union, 0 where both masks are empty.
  public func iou(_ a: Int, _ b: Int) -> Double {
    iou(a, Overlap(mask: b, pixels: intersection(a, b)))
  }

  func iou(_ a: Int, _ overlap: Overlap) -> Double {
    let union = areas[a] + areas[overlap.mask] - overlap.pixels
    return union == 0 ? 0 : Double(overlap.pixels) / Double(union)
  }

  /// |A ∩ B| over the smaller area, 0 where one mask is empty.
  func shareOfSmaller(_ a: Int, _ overlap: Overlap) -> Double {
    let smaller = min(areas[a], areas[overlap.mask])
    return smaller == 0 ? 0 : Double(overlap.pixels) / Double(smaller)
  }
}

extension BinaryMask {
  /// Whether this mask, and not the other, has the first pixel in which they differ; nil for equal
  /// masks.
  fileprivate func precedes(_ other: BinaryMask) -> Bool? {
    for (a, b) in zip(words, other.words) where a != b {
      return (a >> UInt64((a ^ b).trailingZeroBitCount)) & 1 == 1
    }
    return nil
  }
}

extension PixelBox {
  fileprivate func overlaps(_ other: PixelBox) -> Bool {
    minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
  }
}
