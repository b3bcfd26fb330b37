/// The VOC protocol's scores of a whole set, from its summed confusion matrix.
///
/// mIoU is the mean over the classes that occur in truth or prediction, background included; a class
/// in neither has no score. The means of false-positive and false-negative rate are over foreground
/// classes, so that they speak of objects; precision and recall are over the same classes as mIoU.
///
/// Source: PASCAL VOC development kit (intersection over union over the set); rates as in IRN and
/// SEAM, so that IoU + FP rate + FN rate = 1 for every class.
public struct SegmentationScore: Sendable, Hashable {
  /// Index 0 is background.
  public let classes: [ClassCounts]
  private let correct: Int
  private let total: Int

  public init(_ confusion: ConfusionMatrix) {
    classes = confusion.classCounts
    correct = classes.reduce(0) { $0 + $1.both }
    total = confusion.total
  }

  /// nil where no class occurs at all.
  public var meanIoU: Double? { classes.compactMap(\.iou).mean }
  public var meanForegroundIoU: Double? { classes.dropFirst().compactMap(\.iou).mean }
  /// Mean over foreground classes of FP/(TP+FP+FN): false activation.
  public var falsePositiveRate: Double? {
    classes.dropFirst().compactMap(\.falsePositiveRate).mean
  }
  /// Mean over foreground classes of FN/(TP+FP+FN): partial activation.
  public var falseNegativeRate: Double? {
    classes.dropFirst().compactMap(\.falseNegativeRate).mean
  }
  public var precision: Double? { classes.compactMap(\.precision).mean }
  public var recall: Double? { classes.compactMap(\.recall).mean }
  public var pixelAccuracy: Double? { total == 0 ? nil : Double(correct) / Double(total) }
}

extension Collection<Double> {
  /// The arithmetic mean in order of the elements, nil when there is none.
  package var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }
}
