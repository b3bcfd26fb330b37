public import Vision

/// SAM's answers for one photograph before any is compared with another: all of the network's work,
/// and nothing that a sweep over thresholds or box NMS would change.
public struct CandidateStep: Step {
  public let source: SAMSource

  public init(_ source: SAMSource) { self.source = source }

  public var name: String { "sam" }

  /// Of the mask generator and the network.
  public static let version = 1
  public var version: Int { Self.version }

  public var parameters: [Parameter] {
    [
      Parameter("model", source.configuration.name),
      Parameter("precision", source.precision.rawValue),
    ] + source.settings.sampling.named.map { Parameter($0.name, $0.value) }
      + [
        Parameter(
          "least predicted IoU", source.floor.predictedIoU.map { "\($0)" } ?? "none"),
        Parameter("least stability", "\(source.floor.stability)"),
      ]
  }

  public func inputs(at bench: Bench) throws -> [StepInput] {
    let weights = [("checkpoint", source.checkpoint), ("backbone", source.backbone)]
    return try [bench.photographInput()]
      + weights.compactMap { name, path in
        try path.map { StepInput(name, try bench.digest(ofFile: $0)) }
      }
  }

  public func output(at bench: Bench) throws -> MaskCandidates {
    try AutomaticMaskGenerator(bench.predictor(of: source)).candidates(
      for: bench.photograph().image, source.settings.sampling, floor: source.floor)
  }
}

extension MaskCandidates: Storable {
  public var stored: [UInt8] { packed() }
  public init(stored: [UInt8]) throws { try self.init(packed: stored) }
}

extension Bench {
  /// SAM's answers for this image, of which `filtered(by:)` makes masks for any selection above the
  /// source's floor.
  public func candidates(from source: SAMSource) throws -> MaskCandidates {
    try output(of: CandidateStep(source))
  }
}
