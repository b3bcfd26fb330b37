public import Vision

/// Where class-agnostic masks come from.
public struct MaskSource: Sendable, Hashable {
  public enum Origin: Sendable, Hashable {
    case regionTree(RegionTreeParameters)
    /// Per image a folder of PNGs or one JSON file, as `amg.py` writes.
    case folder(path: String)
    case sam(SAMSource)
    /// Drawn from the truth with faults of a chosen amount; never to be taken for a generator's masks.
    case simulated(PerturbedTruth)
    /// Another source's masks, thinned out or made exclusive.
    indirect case arranged(MaskSource, MaskArrangement)
  }

  /// As tables show it: `region-tree`, the folder's name, that of `SAMSource`, or one that says
  /// "simulated"; and how the masks are arranged.
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
    name: "truth (oracle)", origin: .simulated(PerturbedTruth(seed: 0)))

  /// The same masks before any was compared with another by its box; as they are where no box NMS
  /// made them.
  public var withoutBoxNMS: MaskSource {
    guard case .sam(let source) = origin else { return self }
    var selection = source.settings.selection
    selection.boxNMS = 1
    return MaskSource(name: name, origin: .sam(source.selecting(selection)))
  }

  public static func simulated(_ masks: PerturbedTruth) -> MaskSource {
    MaskSource(name: masks.name, origin: .simulated(masks))
  }

  /// These masks, arranged without a look at any seed.
  public func arranged(_ arrangement: MaskArrangement) -> MaskSource {
    if arrangement == .none { return self }
    return MaskSource(
      name: "\(name) \(arrangement.name)", origin: .arranged(self, arrangement))
  }

  /// The generator and its weights, where it is SAM's.
  public var sam: SAMSource? {
    switch origin {
    case .sam(let source): source
    case .arranged(let source, _): source.sam
    case .regionTree, .folder, .simulated: nil
    }
  }

  public var isSimulated: Bool {
    switch origin {
    case .simulated: true
    case .arranged(let source, _): source.isSimulated
    case .regionTree, .folder, .sam: false
    }
  }
}
