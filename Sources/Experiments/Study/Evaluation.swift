public import Vision

/// Predictions against ground truth, two folders of label maps.
public struct Evaluation: Sendable {
  public let predictions: LabelFolder
  public let truth: LabelFolder
  public let ids: [ImageID]
  public let classes: ClassNames
  public let predictedVoid: ConfusionMatrix.PredictedVoid

  /// One image's counts.
  public struct ImageResult: Sendable {
    public let confusion: ConfusionMatrix
    public let boundary: BoundaryCounts
  }

  /// `ids` defaults to every prediction there is.
  ///
  /// Throws: `DatasetError` where the predictions cannot be listed.
  public init(
    predictions: LabelFolder, truth: LabelFolder, ids: [ImageID]?, classes: ClassNames,
    predictedVoid: ConfusionMatrix.PredictedVoid = .background
  ) throws(DatasetError) {
    self.predictions = predictions
    self.truth = truth
    if let ids { self.ids = ids } else { self.ids = try predictions.ids() }
    self.classes = classes
    self.predictedVoid = predictedVoid
  }

  /// Every image's counts in the order of `ids`, `jobs` images at a time, and the images that could
  /// not be scored: no truth, no prediction, another size, a class out of range.
  public func outcome(jobs: Int) async throws -> Lab.Outcome<ImageResult> {
    let results = try await inParallel(ids, jobs: jobs) { id in
      Result { try result(for: id) }.mapError { Lab.Problem(id, $0) }
    }
    return Lab.Outcome(ids.map { "\($0)" }, results)
  }

  private func result(for id: ImageID) throws -> ImageResult {
    let actual = try truth.labels(for: id)
    try SampleError.checkClasses(actual, of: id, classes: classes)
    let predicted = try predictions.labels(
      for: id, width: actual.width, height: actual.height, classes: classes)
    let (truths, predictions) = (ClassPlanes(actual), ClassPlanes(predicted))
    // Planes, which boundaries need anyway, count faster; they take predicted void for background.
    let confusion =
      predictedVoid == .background
      ? ConfusionMatrix(truth: truths, prediction: predictions, classes: classes.count)
      : try ConfusionMatrix(
        truth: actual, prediction: predicted, classes: classes.count, predictedVoid: predictedVoid)
    return ImageResult(
      confusion: confusion,
      boundary: BoundaryCounts(truth: truths, prediction: predictions, classes: classes.count))
  }
}
