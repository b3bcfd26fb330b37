/// Everything that decides which masks the automatic mask generator makes of a picture.
///
/// `sampling` says what the network is asked, `selection` which of its answers are kept. A change of
/// the selection alone needs no network: see `MaskCandidates`.
/// Source: segment-anything 1.0, `SamAutomaticMaskGenerator`, whose defaults these are.
public struct MaskGeneratorSettings: Sendable, Hashable {
  public var sampling: MaskSampling
  public var selection: MaskSelection

  public init(
    sampling: MaskSampling = MaskSampling(), selection: MaskSelection = MaskSelection()
  ) {
    (self.sampling, self.selection) = (sampling, selection)
  }

  /// Throws: `MaskGeneratorSettingsError` for the first value that no generator can work with.
  public func validate() throws(MaskGeneratorSettingsError) {
    try sampling.validate()
    try selection.validate()
  }

  /// Every setting by its name in the reference, in a fixed order: what a report lists and a cache
  /// key covers.
  public var named: [(name: String, value: Double)] { sampling.named + selection.named }
}

/// Where the network is asked, and how the stability of its answers is measured.
public struct MaskSampling: Sendable, Hashable {
  /// Points asked along each side of the picture: their number squared over all of it.
  public var pointsPerSide = 32
  /// Points that the reference asks at once. Read so that its settings can be given as they are; no
  /// result depends on it.
  public var pointsPerBatch = 64
  /// How far the mask threshold is moved both ways to measure stability, in logits.
  public var stabilityOffset: Float = 1
  /// Layers of crops besides the whole picture; layer `n` has 2ⁿ × 2ⁿ crops.
  public var cropLayers = 0
  /// By how much of the picture's short side the crops of the first layer overlap; those of layer
  /// `n` by 2ⁿ⁻¹ times less.
  public var cropOverlap = 512.0 / 1500
  /// A crop of layer `n` has `pointsPerSide` divided by this to the power of `n`, rounded down.
  public var pointsDownscale = 1

  public init() {}

  /// Throws: `MaskGeneratorSettingsError` for the first value out of its bounds.
  public func validate() throws(MaskGeneratorSettingsError) {
    try require("points-per-side", Double(pointsPerSide), within: 1...256)
    try require("points-per-batch", Double(pointsPerBatch), within: 1...Double(Int32.max))
    try require("stability-score-offset", Double(stabilityOffset), within: 0...1000)
    try require("crop-n-layers", Double(cropLayers), within: 0...4)
    try require("crop-overlap-ratio", cropOverlap, within: 0...1)
    try require("crop-n-points-downscale-factor", Double(pointsDownscale), within: 1...256)
    guard cropLayers == 0 || pointsPerSide(inLayer: cropLayers) > 0 else {
      throw .noPointsInLayer(
        cropLayers, pointsPerSide: pointsPerSide, pointsDownscale: pointsDownscale)
    }
  }

  /// Points asked along each side of a crop of `layer`, where layer 0 is the whole picture.
  public func pointsPerSide(inLayer layer: Int) -> Int {
    (0..<layer).reduce(pointsPerSide) { points, _ in points / pointsDownscale }
  }

  public var named: [(name: String, value: Double)] {
    [
      ("points-per-side", Double(pointsPerSide)),
      ("stability-score-offset", Double(stabilityOffset)), ("crop-n-layers", Double(cropLayers)),
      ("crop-overlap-ratio", cropOverlap),
      ("crop-n-points-downscale-factor", Double(pointsDownscale)),
    ]
  }
}

/// Which of the network's answers become masks.
public struct MaskSelection: Sendable, Hashable {
  /// A mask's predicted IoU must be above this; 0 lets every mask pass. Compared in f32.
  public var predictedIoU: Float = 0.88
  /// A mask's stability must be at least this; 0 lets every mask pass. Compared in f32.
  public var stability: Float = 0.95
  /// Of two masks of one crop whose boxes' IoU is above this, that of the lower predicted IoU goes.
  public var boxNMS = 0.7
  /// Of two masks of different crops whose boxes' IoU is above this, that of the larger crop goes.
  public var cropNMS = 0.7
  /// Regions and holes of fewer pixels are removed from each mask; 0 leaves the masks as they are.
  public var minimumRegionArea = 0
  /// A mask that covers at least this share of the picture goes before any is compared with
  /// another; nil keeps it. Not of the reference: SA-1B was filtered so.
  /// Source: Kirillov et al., Segment Anything, ICCV 2023, appendix B.
  public var maximumAreaShare: Double?

  public init() {}

  /// Throws: `MaskGeneratorSettingsError` for the first value out of its bounds.
  public func validate() throws(MaskGeneratorSettingsError) {
    try require("pred-iou-thresh", Double(predictedIoU), within: 0...1)
    try require("stability-score-thresh", Double(stability), within: 0...1)
    try require("box-nms-thresh", boxNMS, within: 0...1)
    try require("crop-nms-thresh", cropNMS, within: 0...1)
    try require(
      "min-mask-region-area", Double(minimumRegionArea),
      within: 0...Double(RunLengthMask.maximumPixels))
    if let maximumAreaShare { try require("max-area-share", maximumAreaShare, within: 0...1) }
  }

  public var named: [(name: String, value: Double)] {
    [
      ("pred-iou-thresh", Double(predictedIoU)), ("stability-score-thresh", Double(stability)),
      ("box-nms-thresh", boxNMS), ("crop-nms-thresh", cropNMS),
      ("min-mask-region-area", Double(minimumRegionArea)),
      // No mask reaches 2, so that "not limited" has a number too.
      ("max-area-share", maximumAreaShare ?? 2),
    ]
  }
}

private func require(
  _ setting: String, _ value: Double, within bounds: ClosedRange<Double>
) throws(MaskGeneratorSettingsError) {
  // NaN is in no range.
  guard bounds.contains(value) else {
    throw .outOfBounds(setting: setting, value: value, allowed: bounds)
  }
}
