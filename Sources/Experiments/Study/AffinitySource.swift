public import Vision

/// How activation maps are spread along affinities that are learnt from them: labels for pairs of
/// pixels, a network, a random walk.
public struct AffinitySource: Sendable, Hashable {
  public let training: AffinityTraining
  /// Which pixels the network learns from.
  public let labels: AffinityLabels
  /// What sharpens these labels first, if anything.
  public let sharpening: CRFParameters?
  public let walk: RandomWalk
  /// The path of EfficientNet-Lite0's weights, whose features the network reads.
  public let backbone: String

  /// Whose method it is.
  public enum Preset: String, Sendable, CaseIterable {
    /// Affinities from features, and background walks too.
    case psa
    /// Affinities from boundaries.
    case irn
    /// PSA's, with a walk for affinities of a backbone that was not trained further.
    case frozen
  }

  public init(_ preset: Preset, backbone: String) {
    switch preset {
    case .psa: self.init(training: .features, walk: .psa, backbone: backbone)
    case .irn: self.init(training: .boundaries, walk: .irn, backbone: backbone)
    case .frozen: self.init(training: .features, walk: .frozenFeatures, backbone: backbone)
    }
  }

  public init(
    training: AffinityTraining = .features, labels: AffinityLabels = .irn,
    sharpening: CRFParameters? = .irn, walk: RandomWalk = .psa, backbone: String
  ) {
    (self.training, self.labels, self.sharpening) = (training, labels, sharpening)
    (self.walk, self.backbone) = (walk, backbone)
  }

  /// Every choice by name, for the keys of caches.
  var named: [(name: String, value: String)] {
    trainingNamed + walk.named.map { ("walk \($0.name)", "\($0.value)") }
  }

  /// The choices that the network depends on.
  var trainingNamed: [(name: String, value: String)] {
    training.named + labels.named.map { ($0.name, "\($0.value)") }
      + [("sharpened by", sharpening?.name ?? "nothing")]
      + (sharpening?.named.map { ("sharpening \($0.name)", "\($0.value)") } ?? [])
  }
}
