/// A label map as disjoint bit planes, one per label that occurs. What is in none is background.
public struct ClassPlanes: Sendable, Equatable {
  public struct Plane: Sendable, Equatable {
    public let label: UInt8
    public var mask: BinaryMask
  }

  public let width: Int
  public let height: Int
  /// Ascending by label; none is empty.
  public let foreground: [Plane]
  public let void: BinaryMask

  public init(_ labels: LabelMap) {
    (width, height) = (labels.width, labels.height)
    let present = labels.presentLabels
    foreground = present.filter { $0 != 0 && $0 != LabelMap.void }.map {
      Plane(label: $0, mask: BinaryMask(labels, equalTo: $0))
    }
    void =
      present.contains(LabelMap.void)
      ? BinaryMask(labels, equalTo: LabelMap.void)
      : BinaryMask(width: labels.width, height: labels.height)
  }

  init(width: Int, height: Int, foreground: [Plane]) {
    (self.width, self.height, self.foreground) = (width, height, foreground)
    void = BinaryMask(width: width, height: height)
  }

  public var labelMap: LabelMap {
    var map = LabelMap(width: width, height: height)
    func write(_ label: UInt8, _ mask: BinaryMask) {
      mask.forEachRun { run in for pixel in run { map.labels[pixel] = label } }
    }
    for plane in foreground { write(plane.label, plane.mask) }
    write(LabelMap.void, void)
    return map
  }
}
