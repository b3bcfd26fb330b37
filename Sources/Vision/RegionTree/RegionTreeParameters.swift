/// How a region tree is grown and which of its nodes become masks.
///
/// The defaults were chosen on every second of 311 images of PASCAL VOC 2012 train and are meant
/// for label refinement: a partition into parts that covers the image, and only those larger
/// regions that stand out. `proposals` keeps every larger region.
public struct RegionTreeParameters: Sendable, Hashable, Codable {
  /// About how many superpixels the tree's leaves are.
  public var superpixels = 2000
  /// The colour difference ΔE that weighs as much as one superpixel's width.
  public var compactness: Float = 20
  /// Larger images are segmented at a whole fraction of their size that has no more pixels; their
  /// masks are then made of square blocks.
  public var maximumWorkingPixels = 1_000_000

  /// Weight of the difference of mean colours; halved where ΔE is `colourScale`.
  public var meanColourWeight: Float = 0.5
  public var colourScale: Float = 40
  /// Weight of the difference of colour histograms.
  public var colourHistogramWeight: Float = 0.5
  /// Weight of the difference of texture histograms.
  public var textureWeight: Float = 2
  /// Weight of the contrast across the common border; halved where ΔE is `contrastScale`.
  public var contrastWeight: Float = 1
  public var contrastScale: Float = 15
  /// How much cheaper a region becomes to merge that the other one surrounds, [0, 1].
  public var enclosureDiscount: Float = 0.6

  /// The number of regions of the finest level: whatever their stability they all become masks, so
  /// that no pixel is left without one (but see `minimumAreaShare`).
  public var parts = 120
  /// The least stability of a region larger than the finest level's, [0, 1]. 0.7 costs labels that
  /// are good already little; 0.5 recovers more of objects that weak labels have missed.
  public var minimumStability: Float = 0.7
  /// Of two larger regions, one inside the other, with a mask IoU above this, the less stable goes.
  public var maskNMSThreshold = 0.8
  /// The least and the most area of a mask as a share of the image's.
  public var minimumAreaShare = 0.0005
  public var maximumAreaShare = 0.95
  /// The most a larger region may take of the image's outline, as a share: what runs around the
  /// picture is ground, and an overlap rule would give all of it to the object it holds.
  public var maximumBorderShare = 0.25

  public init() {}

  /// Every region above the finest level, whatever its stability and place.
  public static var proposals: RegionTreeParameters {
    var parameters = RegionTreeParameters()
    parameters.minimumStability = 0
    parameters.maximumBorderShare = 1
    return parameters
  }
}

extension RegionTreeParameters {
  /// Every field by name, in a fixed order: what a report lists and a cache key covers.
  public var named: [(name: String, value: Double)] {
    [
      ("superpixels", Double(superpixels)), ("compactness", Double(compactness)),
      ("maximum working pixels", Double(maximumWorkingPixels)),
      ("mean colour weight", Double(meanColourWeight)), ("colour scale", Double(colourScale)),
      ("colour histogram weight", Double(colourHistogramWeight)),
      ("texture weight", Double(textureWeight)), ("contrast weight", Double(contrastWeight)),
      ("contrast scale", Double(contrastScale)),
      ("enclosure discount", Double(enclosureDiscount)), ("parts", Double(parts)),
      ("minimum stability", Double(minimumStability)), ("mask NMS threshold", maskNMSThreshold),
      ("minimum area share", minimumAreaShare), ("maximum area share", maximumAreaShare),
      ("maximum border share", maximumBorderShare),
    ]
  }
}
