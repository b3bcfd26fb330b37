/// Masks made from the true objects and parts with faults of a chosen amount, to ask how a rule
/// depends on the masks. They are simulated, and every name of them says so.
///
/// - Of the pairs of neighbouring objects a share `merged` gets one mask over both, beside the
///   masks that they have anyway: the masks that hold several objects.
/// - Of the masks of objects and parts a share `missing` is left out.
/// - Of what is left a share `duplicated` comes once more, with a boundary of its own.
/// - Where asked for, what is no object has masks too, one for each connected part of it, as of a
///   generator that segments everything. Without them whatever no mask covers is background, which no
///   one can know: a rule is judged more fairly with them. They are exact: noise by area would have
///   them eat the objects.
/// - Every other mask of area A has `boundaryNoise`·A/2 pixels of its rim missing and as many around it
///   added, along a smooth random field (fewer where the image has no room).
///
/// Each share is of a whole number of masks or pixels, rounded to the nearest.
public struct PerturbedTruth: Sendable, Hashable {
  public let boundaryNoise: Double
  public let missing: Double
  public let merged: Double
  public let duplicated: Double
  public let coversBackground: Bool
  public let seed: UInt64

  public init(
    boundaryNoise: Double = 0, missing: Double = 0, merged: Double = 0, duplicated: Double = 0,
    coversBackground: Bool = false, seed: UInt64
  ) {
    precondition(
      [boundaryNoise, missing, merged, duplicated].allSatisfy((0...1).contains),
      "PerturbedTruth: noise \(boundaryNoise), missing \(missing), merged \(merged), "
        + "duplicated \(duplicated)")
    (self.boundaryNoise, self.missing) = (boundaryNoise, missing)
    (self.merged, self.duplicated) = (merged, duplicated)
    (self.coversBackground, self.seed) = (coversBackground, seed)
  }

  /// Such as "simulated-masks-noise0.1-missing0.0-merged0.5-duplicated0.2".
  public var name: String {
    "simulated-masks-noise\(boundaryNoise)-missing\(missing)-merged\(merged)-duplicated\(duplicated)"
      + (coversBackground ? "-background" : "")
  }

  /// Every number by name, in a fixed order: what a report lists and a cache key covers.
  public var named: [(name: String, value: String)] {
    [
      ("boundary noise", "\(boundaryNoise)"), ("missing masks", "\(missing)"),
      ("merged neighbours", "\(merged)"), ("duplicated masks", "\(duplicated)"),
      ("masks of the background", coversBackground ? "exact" : "none"), ("seed", "\(seed)"),
    ]
  }

  /// The masks of image `id`: those of merged neighbours (level 0), of objects (1) and of parts (2), then
  /// those of the background (1).
  /// The predicted IoU of each is its true one with what it was drawn from. The same truth, id and
  /// seed give the same masks.
  public func masks(of truth: TruthRegions, id: String) -> MaskSet {
    var generator = SplitMix64(seed: seed, stream: SplitMix64.hash(id))
    var drawn = mergedPairs(of: truth, &generator)
    let regions = truth.regions.map { Drawn(mask: $0.mask, level: $0.object == nil ? 1 : 2) }
    let gone = Set(Self.choice(of: missing, among: regions.count, &generator))
    drawn += regions.indices.filter { !gone.contains($0) }.map { regions[$0] }
    let again = Self.choice(of: duplicated, among: drawn.count, &generator)
    drawn += again.map { drawn[$0] }
    let candidates = drawn.map { region in
      // One number each whatever is done with it, so that a mask's noise depends on nothing else.
      let noise = BoundaryNoise(amount: boundaryNoise, seed: generator.next())
      let mask = noise.applied(to: region.mask)
      return MaskCandidate(
        mask: RunLengthMask(mask), predictedIoU: Float(mask.iou(region.mask)), level: region.level)
    }
    return MaskSet(
      width: truth.width, height: truth.height,
      candidates: candidates + (coversBackground ? background(of: truth) : []))
  }

  private struct Drawn {
    var mask: BinaryMask
    var level: Int
  }

  private func background(of truth: TruthRegions) -> [MaskCandidate] {
    var rest = LabelMap(
      width: truth.width, height: truth.height,
      labels: [UInt8](repeating: 1, count: truth.width * truth.height))
    for object in truth.objects {
      object.forEachRun { run in for pixel in run { rest.labels[pixel] = 0 } }
    }
    return TruthRegions(componentsOf: rest).objects.map {
      MaskCandidate(mask: RunLengthMask($0), predictedIoU: 1, level: 1)
    }
  }

  private func mergedPairs(of truth: TruthRegions, _ generator: inout SplitMix64) -> [Drawn] {
    // VOC's void band between two objects that touch is about ten pixels wide.
    let reach = BoundaryCounts.distance(width: truth.width, height: truth.height)
    let pairs = truth.neighbours(within: reach)
    return Self.choice(of: merged, among: pairs.count, &generator).map { index in
      var both = truth.regions[pairs[index].0].mask
      both.formUnion(truth.regions[pairs[index].1].mask)
      return Drawn(mask: both, level: 0)
    }
  }

  /// A share of the numbers below `count`, ascending, each as likely as any.
  private static func choice(
    of share: Double, among count: Int, _ generator: inout SplitMix64
  ) -> [Int] {
    var order = Array(0..<count)
    for i in order.indices.reversed() { order.swapAt(i, generator.index(below: i + 1)) }
    return order.prefix(Int((share * Double(count)).rounded())).sorted()
  }
}
