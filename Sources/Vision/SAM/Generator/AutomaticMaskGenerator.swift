import Synchronization

/// Asks a network for masks all over a picture and keeps the good ones.
///
/// The same picture, settings and network give the same masks in the same order, however many
/// threads the network uses.
/// Source: segment-anything 1.0, `SamAutomaticMaskGenerator`. Intended differences: logits are
/// upsampled in one step, masks without a pixel are never kept, empty crops of tiny pictures are
/// left out.
public struct AutomaticMaskGenerator<Predictor: MaskPredicting>: Sendable {
  public let predictor: Predictor

  public init(_ predictor: Predictor) { self.predictor = predictor }

  /// The masks of `image`.
  ///
  /// Throws: `MaskGeneratorSettingsError` for settings out of bounds, `MaskError.tooLarge` for a
  /// picture of too many pixels, `CancellationError`, and what the predictor throws.
  public func masks(for image: RGBImage, _ settings: MaskGeneratorSettings) throws -> MaskSet {
    try settings.validate()
    let floor = MaskCandidates.Floor(for: settings.selection)
    return try candidates(for: image, settings.sampling, floor: floor)
      .filtered(by: settings.selection)
  }

  /// The masks of `image` that pass `floor`, before any selection.
  ///
  /// Throws: as `masks(for:_:)` does.
  public func candidates(
    for image: RGBImage, _ sampling: MaskSampling, floor: MaskCandidates.Floor
  ) throws -> MaskCandidates {
    try sampling.validate()
    try RunLengthMask.check(width: image.width, height: image.height)
    var all = MaskSet(width: image.width, height: image.height, candidates: [])
    var cropEnds: [Int] = []
    let crops = ImageCrop.crops(width: image.width, height: image.height, sampling: sampling)
    for (index, crop) in crops.enumerated() {
      try Task.checkCancellation()
      for var candidate in try candidates(in: crop, of: image, sampling, floor) {
        candidate.cropBox = index == 0 ? nil : crop.box
        all.candidates.append(candidate)
      }
      cropEnds.append(all.candidates.count)
    }
    return MaskCandidates(masks: all, cropEnds: cropEnds, floor: floor)
  }

  private func candidates(
    in crop: ImageCrop, of image: RGBImage, _ sampling: MaskSampling, _ floor: MaskCandidates.Floor
  ) throws -> [MaskCandidate] {
    let picture = FramedImage(image.cropped(to: crop.box), format: predictor.format)
    let embedding = try predictor.embedding(of: picture)
    let points = crop.points(perSide: sampling.pointsPerSide(inLayer: crop.layer))
    let answers = AnswerCollector(
      upsampling: MaskUpsampling(
        frame: picture.frame, crop: crop.box, imageWidth: image.width, imageHeight: image.height),
      threshold: predictor.maskThreshold, offset: sampling.stabilityOffset,
      minimumStability: floor.stability)
    try predictor.predictMasks(
      at: points.map { picture.frame.framePoint($0) }, in: embedding, frame: picture.frame,
      above: floor.predictedIoU
    ) { mask, logits in
      answers.receive(mask, logits)
    }
    return try answers.inOrder().compactMap { answer in
      let mask = try RunLengthMask(
        width: image.width, height: image.height, runs: answer.runs)
      guard !crop.cuts(MaskBox(mask), imageWidth: image.width, imageHeight: image.height) else {
        return nil
      }
      let point = points[answer.mask.prompt]
      return MaskCandidate(
        mask: mask, predictedIoU: answer.mask.predictedIoU, stability: answer.stability,
        point: SIMD2<Float>(
          SIMD2(point.x + Double(crop.box.minX), point.y + Double(crop.box.minY))),
        level: answer.mask.level)
    }
  }
}

/// Turns logits into run lengths as they come, from any thread.
private final class AnswerCollector: Sendable {
  struct Answer {
    var mask: PredictedMask
    var runs: [UInt32]
    var stability: Float
  }

  private let upsampling: MaskUpsampling
  private let threshold: Float
  private let offset: Float
  private let minimumStability: Float
  private let answers = Mutex<[Answer]>([])

  init(
    upsampling: MaskUpsampling, threshold: Float, offset: Float, minimumStability: Float
  ) {
    self.upsampling = upsampling
    self.threshold = threshold
    self.offset = offset
    self.minimumStability = minimumStability
  }

  func receive(_ mask: PredictedMask, _ logits: Span<Float>) {
    let upsampled = upsampling.mask(
      from: logits, rowStride: mask.rowStride, threshold: threshold, offset: offset)
    guard !upsampled.isEmpty, upsampled.stability >= minimumStability else { return }
    let answer = Answer(mask: mask, runs: upsampled.runs, stability: upsampled.stability)
    answers.withLock { $0.append(answer) }
  }

  func inOrder() -> [Answer] {
    answers.withLock { $0 }.sorted {
      ($0.mask.prompt, $0.mask.level) < ($1.mask.prompt, $1.mask.level)
    }
  }
}
