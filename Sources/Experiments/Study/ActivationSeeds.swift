public import Vision

/// Pseudo labels made from activation maps: each pixel's strongest class, or background where that is
/// too weak; then perhaps a dense CRF.
public struct ActivationSeeds: Sendable, Hashable {
  public let maps: ActivationSource
  public let background: BackgroundChoice
  public let crf: CRFParameters?

  public init(
    _ maps: ActivationSource, background: BackgroundChoice = .heldOut, crf: CRFParameters? = nil
  ) {
    (self.maps, self.background, self.crf) = (maps, background, crf)
  }
}

/// How the activation is chosen below which a pixel is background.
public enum BackgroundChoice: Sendable, Hashable {
  /// The same on every data set, chosen before any truth was seen.
  case fixed(Float)
  /// For each half of the images, the one that is best on the other half's truth.
  case heldOut
  /// The one that is best on the truth of the very images it is scored on: an upper bound, which every
  /// table marks.
  case oracle

  /// IRN's choice.
  public static let standard = BackgroundChoice.fixed(0.15)

  /// "fixed 0.15", "held-out", "oracle".
  public var name: String {
    switch self {
    case .fixed(let value): "fixed \(value)"
    case .heldOut: "held-out"
    case .oracle: "oracle"
    }
  }
}
