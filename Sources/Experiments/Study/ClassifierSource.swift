public import Vision

/// A classifier of image-level labels, and the weights that it begins with.
public struct ClassifierSource: Sendable, Hashable {
  public enum Origin: Sendable, Hashable {
    /// Learnt from the study's training images.
    case trained(ClassifierTraining)
    /// What `sepal cam --train` has written.
    case file(path: String)
  }

  public let origin: Origin
  /// The path of EfficientNet-Lite0's weights. Results depend on what the file holds, not on where it
  /// lies; so with any other.
  public let backbone: String

  public init(_ origin: Origin, backbone: String) {
    (self.origin, self.backbone) = (origin, backbone)
  }

  /// The step that trains it, if any does.
  var step: ClassifierStep? {
    if case .trained(let training) = origin {
      ClassifierStep(training: training, backbone: backbone)
    } else {
      nil
    }
  }

  /// What tells it from another, as far as a run knows before it has read any file.
  var identifying: [Parameter] {
    switch origin {
    case .trained(let training): training.named.map { Parameter($0.name, $0.value) }
    case .file(let path): [Parameter("classifier", "file \(Digest(of: Array(path.utf8)).short)")]
    }
  }
}
