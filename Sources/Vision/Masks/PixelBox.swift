/// An axis-aligned box of whole pixels: columns `minX..<maxX`, rows `minY..<maxY`.
public struct PixelBox: Sendable, Hashable, Codable {
  public var minX: Int
  public var minY: Int
  public var maxX: Int
  public var maxY: Int

  public init(minX: Int, minY: Int, maxX: Int, maxY: Int) {
    (self.minX, self.minY, self.maxX, self.maxY) = (minX, minY, maxX, maxY)
  }

  public var width: Int { max(0, maxX - minX) }
  public var height: Int { max(0, maxY - minY) }
  public var area: Int { width * height }

  /// Intersection over union of the two boxes' areas; 0 where both are empty.
  public func iou(_ other: PixelBox) -> Double {
    let overlap = PixelBox(
      minX: max(minX, other.minX), minY: max(minY, other.minY),
      maxX: min(maxX, other.maxX), maxY: min(maxY, other.maxY)
    ).area
    let union = area + other.area - overlap
    return union == 0 ? 0 : Double(overlap) / Double(union)
  }
}
