public import Vision

/// Where pseudo labels come from.
public struct SeedSource: Sendable, Hashable {
  public enum Origin: Sendable, Hashable {
    /// `ID.png` per image.
    case folder(LabelFolder)
    /// Drawn from the truth with errors of a chosen amount; never to be taken for a method's labels.
    case simulated(SimulatedSeeds)
  }

  /// As tables show it: the name given with `--pseudo`, or one that says "simulated".
  public let name: String
  public let origin: Origin

  /// Throws: `DatasetError.missingFolder`.
  public static func folder(name: String, path: String) throws(DatasetError) -> SeedSource {
    SeedSource(name: name, origin: .folder(try LabelFolder(path: path)))
  }

  public static func simulated(
    falseNegativeRate: Double, falsePositiveRate: Double, seed: UInt64
  ) -> SeedSource {
    let seeds = SimulatedSeeds(
      falseNegativeRate: falseNegativeRate, falsePositiveRate: falsePositiveRate, seed: seed)
    return SeedSource(name: seeds.name, origin: .simulated(seeds))
  }

  public var isSimulated: Bool {
    if case .simulated = origin { true } else { false }
  }
}
