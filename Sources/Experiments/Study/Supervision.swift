public import Vision

/// Image-level labels, and the images that a classifier learns from.
public struct Supervision: Sendable {
  /// Of the study's images and of those to learn from.
  public let labels: ImageLevelLabels
  public let training: [Dataset.Sample]

  public init(labels: ImageLevelLabels, training: [Dataset.Sample]) {
    (self.labels, self.training) = (labels, training)
  }

  /// Whether any of `samples` is among those to learn from.
  public func isTrained(on samples: [Dataset.Sample]) -> Bool {
    let ids = Set(training.map(\.id))
    return samples.contains { ids.contains($0.id) }
  }
}
