/// Pseudo labels drawn from the truth with errors of a chosen amount, to ask how a method depends
/// on the quality of its seeds. They are simulated, and every name of them says so.
///
/// Each connected region of a class is an object, and of every object of area A
/// - `falseNegativeRate`·A pixels are missed: the side away from a randomly chosen distinctive
///   point, cut along a smooth random field, as a class activation map misses the plain parts;
/// - `falsePositiveRate`·A pixels around it are added: nearest to the part kept and to the same
///   point, as an activation map spills into what surrounds an object. Only background is taken,
///   never another object, so that fewer are added where there is no room.
///
/// For one object the scores are then FN/(TP+FP+FN) = fn/(1+fp), FP/(TP+FP+FN) = fp/(1+fp), and IoU
/// = (1−fn)/(1+fp).
///
/// The seed has no void label. Void pixels of the truth become background, or the object's label
/// where its growth passes over them; no score counts them, and neither does the rate.
public struct SimulatedSeeds: Sendable, Hashable {
  /// Missed pixels as a share of the object's area, in [0, 1].
  public let falseNegativeRate: Double
  /// Added pixels as a share of the object's area, 0 or more.
  public let falsePositiveRate: Double
  public let seed: UInt64

  public init(falseNegativeRate: Double, falsePositiveRate: Double, seed: UInt64) {
    precondition(
      (0...1).contains(falseNegativeRate) && (0...100).contains(falsePositiveRate),
      "SimulatedSeeds: rates \(falseNegativeRate) and \(falsePositiveRate)")
    self.falseNegativeRate = falseNegativeRate
    self.falsePositiveRate = falsePositiveRate
    self.seed = seed
  }

  /// Such as "simulated-fn0.4-fp0.15".
  public var name: String { "simulated-fn\(falseNegativeRate)-fp\(falsePositiveRate)" }

  /// The pseudo label of image `id`; the same truth, id and seed give the same labels. Rates of 0
  /// give the truth with void as background.
  public func labels(truth: LabelMap, id: String) -> LabelMap {
    let regions = LabelRegions(truth)
    let stream = SplitMix64.hash(id)
    var seeds = truth
    seeds.labels = truth.labels.map { $0 == LabelMap.void ? 0 : $0 }
    var kept = regions.indices
    var room = truth.labels.map(RegionErrors.Room.init)
    for (index, region) in regions.regions.enumerated() {
      let errors = RegionErrors(
        index, of: regions, width: truth.width, height: truth.height,
        generator: SplitMix64(seed: seed, stream: stream &+ UInt64(index)))
      let missed = errors.missed(count(falseNegativeRate, region), of: regions.indices)
      for pixel in missed {
        seeds.labels[pixel] = 0
        // Where all is missed, false positives still gather around where the object is.
        if missed.count < region.area { kept[pixel] = -1 }
      }
      for pixel in errors.added(count(falsePositiveRate, region), to: kept, room: room) {
        seeds.labels[pixel] = region.label
        room[pixel] = .none
      }
    }
    return seeds
  }

  private func count(_ rate: Double, _ region: LabelRegions.Region) -> Int {
    Int((rate * Double(region.area)).rounded())
  }
}

extension RegionErrors.Room {
  fileprivate init(_ label: UInt8) {
    self = label == 0 ? .free : label == LabelMap.void ? .void : .none
  }
}
