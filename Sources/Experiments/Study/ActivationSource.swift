public import Vision

/// Where class activation maps come from.
public indirect enum ActivationSource: Sendable, Hashable {
  /// `ID.npy` or `ID.npz` per image, dictionaries as IRN and SEAM write them.
  case folder(CAMFolder)

  /// What tells these maps from others of one study, as steps over all images need to be told apart
  /// before their inputs are known.
  var identifying: [Parameter] {
    switch self {
    case .folder(let folder):
      [Parameter("maps", "from disk \(Digest(of: Array(folder.path.utf8)).short)")]
    }
  }
}
