public import Vision

/// What the field does with activation maps, and SEPL may replace.
public struct PostProcessing: Sendable, Hashable {
  public let crf: CRFParameters
  public let affinity: AffinitySource

  public init(crf: CRFParameters, affinity: AffinitySource) {
    (self.crf, self.affinity) = (crf, affinity)
  }
}
