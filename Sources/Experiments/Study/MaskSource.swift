public import Vision

/// Where class-agnostic masks come from.
public struct MaskSource: Sendable, Hashable {
  public enum Origin: Sendable, Hashable {
    case regionTree(RegionTreeParameters)
    /// Per image a folder of PNGs or one JSON file, as `amg.py` writes.
    case folder(path: String)
  }

  /// As tables show it: `region-tree`, or the folder's name.
  public let name: String
  public let origin: Origin

  public static let regionTree = MaskSource(
    name: "region-tree", origin: .regionTree(RegionTreeParameters()))

  public static func folder(name: String, path: String) -> MaskSource {
    MaskSource(name: name, origin: .folder(path: path))
  }
}
