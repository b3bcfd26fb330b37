public import Vision

/// Where class activation maps come from.
public indirect enum ActivationSource: Sendable, Hashable {
  /// A classifier's, for the classes in each image's label.
  case classifier(ClassifierSource, ActivationMapSettings)
  /// Those of EfficientNet-Lite0's own head, whose weights lie at `backbone`, for the classes of VOC
  /// that it sees: no label is needed and nothing is trained.
  case imageNet(backbone: String, ActivationMapSettings)
  /// `ID.npy` or `ID.npz` per image, dictionaries as IRN and SEAM write them.
  case folder(CAMFolder)
  /// Others after a random walk along affinities learnt from them.
  case walked(ActivationSource, AffinitySource)

  /// What tells these maps from others of one study, as steps over all images need to be told apart
  /// before their inputs are known.
  var identifying: [Parameter] {
    switch self {
    case .classifier(let classifier, let settings):
      classifier.identifying + settings.named.map { Parameter($0.name, $0.value) }
    case .imageNet(_, let settings):
      [Parameter("maps", "of ImageNet’s head")]
        + settings.named.map { Parameter($0.name, $0.value) }
    case .folder(let folder):
      [Parameter("maps", "from disk \(Digest(of: Array(folder.path.utf8)).short)")]
    case .walked(let maps, let affinity):
      maps.identifying + affinity.named.map { Parameter("affinity \($0.name)", $0.value) }
    }
  }
}
