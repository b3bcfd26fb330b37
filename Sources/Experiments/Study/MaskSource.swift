public import Vision

/// Where class-agnostic masks come from.
public struct MaskSource: Sendable, Hashable {
  public enum Origin: Sendable, Hashable {
    case regionTree(RegionTreeParameters)
    /// Per image a folder of PNGs or one JSON file, as `amg.py` writes.
    case folder(path: String)
    case sam(SAMSource)
    /// Made from the ground truth, with faults of a chosen amount; never to be taken for a
    /// segmenter's.
    case perturbedTruth(PerturbedTruth)
  }

  /// As tables show it: `region-tree`, the folder's name, or that of `SAMSource`.
  public let name: String
  public let origin: Origin

  public static let regionTree = MaskSource(
    name: "region-tree", origin: .regionTree(RegionTreeParameters()))

  public static func folder(name: String, path: String) -> MaskSource {
    MaskSource(name: name, origin: .folder(path: path))
  }

  public static func sam(_ source: SAMSource) -> MaskSource {
    MaskSource(name: source.name, origin: .sam(source))
  }

  /// The true objects and their parts: masks that no one has.
  public static let truth = MaskSource(
    name: "truth (oracle)", origin: .perturbedTruth(PerturbedTruth(seed: 0)))

  public static func perturbedTruth(_ truth: PerturbedTruth) -> MaskSource {
    MaskSource(name: truth.name, origin: .perturbedTruth(truth))
  }

  /// The same masks before any was compared with another by its box; as they are where no box NMS made
  /// them.
  public var withoutBoxNMS: MaskSource {
    guard case .sam(let source) = origin else { return self }
    var selection = source.settings.selection
    selection.boxNMS = 1
    return MaskSource(name: name, origin: .sam(source.selecting(selection)))
  }

  /// Whether the masks are made from the truth that labels are scored on.
  public var isSimulated: Bool { if case .perturbedTruth = origin { true } else { false } }

  /// The generator and its weights, where it is SAM's.
  public var sam: SAMSource? { if case .sam(let source) = origin { source } else { nil } }
}
