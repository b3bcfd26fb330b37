/// One class-agnostic mask with what its generator knew of it.
public struct MaskCandidate: Sendable, Equatable {
  public var mask: RunLengthMask
  /// Pixels in the mask.
  public var area: Int
  /// The generator's own guess of the mask's IoU, [0, 1]; nil where it makes none.
  public var predictedIoU: Float?
  /// How little the mask changes when its threshold does, [0, 1]; nil where unknown.
  public var stability: Float?
  /// The point that was asked, in pixels of the original image `(x, y)`.
  public var point: SIMD2<Float>?
  /// The crop of the image that the generator looked at; nil for the whole image.
  public var cropBox: PixelBox?
  /// Which output it was: 0 whole … 2 subpart as SAM orders them, or depth in a region tree.
  public var level: Int?

  public init(
    mask: RunLengthMask, predictedIoU: Float? = nil, stability: Float? = nil,
    point: SIMD2<Float>? = nil, cropBox: PixelBox? = nil, level: Int? = nil
  ) {
    self.mask = mask
    self.area = mask.count
    self.predictedIoU = predictedIoU
    self.stability = stability
    self.point = point
    self.cropBox = cropBox
    self.level = level
  }
}

/// The masks of one image, in the generator's order. They may nest and overlap.
public struct MaskSet: Sendable, Equatable {
  public let width: Int
  public let height: Int
  public var candidates: [MaskCandidate]

  public init(width: Int, height: Int, candidates: [MaskCandidate]) {
    self.width = width
    self.height = height
    self.candidates = candidates
  }
}
