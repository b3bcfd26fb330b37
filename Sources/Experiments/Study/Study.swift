public import Vision

/// What a run is about: the images, the pseudo labels and the masks to try, and the seed of every
/// random choice.
public struct Study: Sendable {
  public let dataset: Dataset
  /// The images in use, in the data set's order: all, or the first `limit`.
  public let samples: [Dataset.Sample]
  public let seeds: [SeedSource]
  public let masks: [MaskSource]
  public let randomSeed: UInt64
  /// What is known of images beside their pixels, for whatever is trained; nil where nothing is.
  public let supervision: Supervision?
  /// What is put beside SEPL; nil where nothing is.
  public let postProcessing: PostProcessing?
  /// Photographs to show, of which nothing is known; and where a backbone for them lies.
  public let photographs: PhotographSet?

  public init(
    dataset: Dataset, limit: Int? = nil, seeds: [SeedSource], masks: [MaskSource],
    randomSeed: UInt64, supervision: Supervision? = nil, postProcessing: PostProcessing? = nil,
    photographs: PhotographSet? = nil
  ) {
    self.photographs = photographs
    (self.supervision, self.postProcessing) = (supervision, postProcessing)
    self.dataset = dataset
    samples = limit.map { Array(dataset.samples.prefix($0)) } ?? dataset.samples
    self.seeds = seeds
    self.masks = masks
    self.randomSeed = randomSeed
  }

  /// Which half of the images an image belongs to when a choice made on one half is judged on the
  /// other. Depends on the id alone.
  public static func fold(of id: String) -> Int {
    // Mixed once more, so that the last bit depends on every character.
    var hash = SplitMix64.hash(id)
    hash ^= hash >> 32
    hash = hash &* 0xd6e8_feb8_6659_fd93
    return Int(hash >> 63)
  }
}
