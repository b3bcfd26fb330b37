public import Vision

/// Where pseudo labels come from.
public struct SeedSource: Sendable, Hashable {
  public enum Origin: Sendable, Hashable {
    /// `ID.png` per image.
    case folder(LabelFolder)
    /// Drawn from the truth with errors of a chosen amount; never to be taken for a method's labels.
    case simulated(SimulatedSeeds)
    /// From class activation maps.
    case activations(ActivationSeeds)
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

  public static func activations(_ seeds: ActivationSeeds, name: String) -> SeedSource {
    SeedSource(name: name, origin: .activations(seeds))
  }

  /// The choices behind the labels where they are made from activation maps.
  public var activations: ActivationSeeds? {
    if case .activations(let seeds) = origin { seeds } else { nil }
  }

  /// Whether the truth that labels are scored on chose them; tables mark such a score.
  public var isOracle: Bool { activations?.background == .oracle }

  public var isSimulated: Bool {
    if case .simulated = origin { true } else { false }
  }
}
