/// Pixels of each class' boundary band in truth, prediction and both, for boundary IoU.
///
/// The band is what an erosion by `distance` pixels takes from the class' region, the image's edge
/// counting as outside. Pixels whose truth is void are dropped from both bands.
///
/// Source: Cheng et al., Boundary IoU (CVPR 2021), eq. 1, with the inner bands of its reference code
/// and d = 2 % of the diagonal.
public struct BoundaryCounts: Sendable, Hashable {
  public private(set) var classes: [ClassCounts]

  public init(_ classes: some Sequence<ClassCounts>) { self.classes = Array(classes) }

  public init(classes: Int) { self.classes = [ClassCounts](repeating: .init(), count: classes) }

  public init(truth: ClassPlanes, prediction: ClassPlanes, classes: Int) {
    self.init(classes: classes)
    let distance = Self.distance(width: truth.width, height: truth.height)
    let truths = Self.bands(truth, distance: distance, void: truth.void)
    let predictions = Self.bands(prediction, distance: distance, void: truth.void)
    for (label, band) in truths { self.classes[label].truth = band.count }
    for (label, band) in predictions {
      self.classes[label].prediction = band.count
      if let actual = truths.first(where: { $0.label == label }) {
        self.classes[label].both = band.intersectionCount(actual.band)
      }
    }
  }

  /// 2 % of the diagonal in pixels, rounded, at least 1.
  public static func distance(width: Int, height: Int) -> Int {
    let diagonal = Double(width * width + height * height).squareRoot()
    return max(1, Int((0.02 * diagonal).rounded()))
  }

  private static func bands(
    _ planes: ClassPlanes, distance: Int, void: BinaryMask
  ) -> [(label: Int, band: BinaryMask)] {
    var regions = planes.foreground.map { (label: Int($0.label), mask: $0.mask) }
    var background = BinaryMask(width: planes.width, height: planes.height)
    background.insert(0..<background.pixelCount)
    for region in regions { background.subtract(region.mask) }
    background.subtract(planes.void)
    regions.insert((0, background), at: 0)
    return regions.map { label, mask in
      var band = mask
      band.subtract(mask.eroded(by: distance))
      band.subtract(void)
      return (label, band)
    }
  }

  public static func += (sum: inout BoundaryCounts, other: BoundaryCounts) {
    for i in sum.classes.indices {
      sum.classes[i].truth += other.classes[i].truth
      sum.classes[i].prediction += other.classes[i].prediction
      sum.classes[i].both += other.classes[i].both
    }
  }

  /// Mean over the classes whose band is not empty in both; nil where all are.
  public var meanIoU: Double? { classes.compactMap(\.iou).mean }
}
