public import Vision

extension SAMConfiguration {
  /// The model whose weights are in the file at `checkpoint`, which must be `wanted` if one is. Only
  /// names and shapes are read.
  ///
  /// Throws: `CheckpointError`; `OtherModel` naming what was wanted and what the file is.
  public static func model(
    in checkpoint: String, wanted: SAMConfiguration? = nil
  ) throws -> SAMConfiguration {
    let kind = SAMCheckpointKind(of: try CheckpointFile(path: checkpoint))
    guard let found = SAMConfiguration(kind), found == wanted ?? found else {
      throw OtherModel(path: checkpoint, wanted: wanted, found: kind)
    }
    return found
  }

  /// The published model of that kind; nil for what is none or not all of one.
  public init?(_ kind: SAMCheckpointKind) {
    switch kind {
    case .sam(.base): self = .vitB
    case .sam(.large): self = .vitL
    case .sam(.huge): self = .vitH
    case .mobileSAM: self = .vitT
    case .samNano: self = .nano
    case .promptEncoderAndDecoder, .foreign, .unknown: return nil
    }
  }
}

/// A checkpoint that holds another model than was asked for, or none that makes masks.
public struct OtherModel: Error, Equatable, CustomStringConvertible {
  public let path: String
  /// nil where any would have done.
  public let wanted: SAMConfiguration?
  public let found: SAMCheckpointKind

  public init(path: String, wanted: SAMConfiguration?, found: SAMCheckpointKind) {
    (self.path, self.wanted, self.found) = (path, wanted, found)
  }

  public var description: String {
    let expected =
      wanted.map { $0.title == $0.name ? $0.name : "\($0.name) (\($0.title))" }
      ?? "a SAM that makes masks"
    let remedy =
      SAMConfiguration(found).map { "choose \($0.name) or another file" }
      ?? "choose a file of \(SAMConfiguration.published.map(\.name).joined(separator: ", "))"
    return "\(path): expected the weights of \(expected), found \(found); \(remedy)"
  }
}
