/// What a set of masks is like, whatever is made of it: how much it overlaps, covers and confuses.
/// Whole numbers, so that sums over images are exact.
public struct MaskSetMeasures: Sendable, Hashable {
  public var images = 0
  /// Masks that hold a pixel.
  public var masks = 0
  /// Sum of the masks' areas.
  public var maskPixels = 0
  /// Pixels in at least one mask.
  public var coveredPixels = 0
  public var pixels = 0
  /// Masks that hold at least two true objects, or at least two true foreground classes.
  public var masksWithSeveralObjects = 0
  public var masksWithSeveralClasses = 0
  /// Pixels of the true classes' contours, and those of them near the contour of a mask.
  public var contourPixels = 0
  public var recalledContourPixels = 0

  public init() {}

  /// Measures the masks of one image.
  ///
  /// A mask holds an object, or a class, if at least a tenth of the mask is the object's or at least
  /// half of the object is the mask's; what only brushes it does not count. A contour pixel of the
  /// truth is recalled if a mask's contour is within 0.75 % of the image's diagonal.
  /// Source: Martin, Fowlkes and Malik, PAMI 2004, for the tolerance.
  ///
  /// - Parameter objects: the true objects, such as `TruthRegions.objects`.
  public init(_ layers: MaskLayers, truth: ClassPlanes, objects: [BinaryMask]) {
    let (width, height) = (truth.width, truth.height)
    let areas = layers.graph.areas
    images = 1
    masks = areas.count { $0 > 0 }
    maskPixels = areas.reduce(0, +)
    pixels = width * height
    var covered = BinaryMask(width: width, height: height)
    var contours = covered
    for mask in layers.masks {
      covered.formUnion(mask)
      contours.formUnion(mask.contour)
    }
    coveredPixels = covered.count
    let classes = truth.foreground.map(\.mask)
    for mask in layers.masks {
      if Self.held(by: mask, objects) > 1 { masksWithSeveralObjects += 1 }
      if Self.held(by: mask, classes) > 1 { masksWithSeveralClasses += 1 }
    }
    let near = contours.dilated(by: Self.tolerance(width: width, height: height))
    for region in classes {
      let contour = region.contour
      contourPixels += contour.count
      recalledContourPixels += contour.intersectionCount(near)
    }
  }

  /// 0.75 % of the diagonal in pixels, rounded, at least 1.
  public static func tolerance(width: Int, height: Int) -> Int {
    let diagonal = Double(width * width + height * height).squareRoot()
    return max(1, Int((0.0075 * diagonal).rounded()))
  }

  /// How many of `regions` the mask holds.
  static func held(by mask: BinaryMask, _ regions: [BinaryMask]) -> Int {
    let area = mask.count
    return regions.count { region in
      let both = mask.intersectionCount(region)
      return both > 0 && (10 * both >= area || 2 * both >= region.count)
    }
  }

  /// Masks over each covered pixel, on average: 1 for exclusive masks; nil where nothing is covered.
  public var masksPerCoveredPixel: Double? { ratio(maskPixels, coveredPixels) }
  /// Share of all pixels that are in a mask.
  public var coverage: Double? { ratio(coveredPixels, pixels) }
  public var shareWithSeveralObjects: Double? { ratio(masksWithSeveralObjects, masks) }
  public var shareWithSeveralClasses: Double? { ratio(masksWithSeveralClasses, masks) }
  /// Share of the true contours that masks follow; nil where the truth has none.
  public var boundaryRecall: Double? { ratio(recalledContourPixels, contourPixels) }
  public var masksPerImage: Double? { ratio(masks, images) }

  private func ratio(_ part: Int, _ whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
  }

  public static func += (sum: inout MaskSetMeasures, other: MaskSetMeasures) {
    sum.images += other.images
    sum.masks += other.masks
    sum.maskPixels += other.maskPixels
    sum.coveredPixels += other.coveredPixels
    sum.pixels += other.pixels
    sum.masksWithSeveralObjects += other.masksWithSeveralObjects
    sum.masksWithSeveralClasses += other.masksWithSeveralClasses
    sum.contourPixels += other.contourPixels
    sum.recalledContourPixels += other.recalledContourPixels
  }
}
