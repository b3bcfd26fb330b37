/// What the SEPL authors' evaluation script prints, kept apart from mIoU because it is another
/// number: per image, foreground classes of the truth in index order add to *running* totals, and
/// the ratios of the totals are averaged; the set's figure is the mean over images. It depends on
/// the order of classes, and neither background nor classes absent from the truth count.
///
/// Source: SAM_WSSS `processor.py`, `evaluate` (the 1e-10 terms and the rounding to 3 decimals, half
/// to even, are theirs).
public struct SAMWSSSScore: Sendable, Hashable {
  public let iou: Double
  public let precision: Double
  public let recall: Double

  /// One image's score, nil where the truth holds no foreground class: the script yields NaN there.
  public init?(_ confusion: ConfusionMatrix) {
    var running = ClassCounts()
    var (ious, precisions, recalls): ([Double], [Double], [Double]) = ([], [], [])
    for counts in confusion.classCounts.dropFirst() where counts.truth > 0 {
      running.truth += counts.truth
      running.prediction += counts.prediction
      running.both += counts.both
      let both = Double(running.both)
      ious.append(both / (Double(running.union) + 1e-10))
      precisions.append(both / (Double(running.prediction) + 1e-10))
      recalls.append(both / (Double(running.truth) + 1e-10))
    }
    guard let iou = ious.mean, let precision = precisions.mean, let recall = recalls.mean else {
      return nil
    }
    self.iou = Self.rounded(iou)
    self.precision = Self.rounded(precision)
    self.recall = Self.rounded(recall)
  }

  /// The set's score: the mean over images that have one; nil when none has.
  public init?(mean scores: [SAMWSSSScore]) {
    guard let iou = scores.map(\.iou).mean, let precision = scores.map(\.precision).mean,
      let recall = scores.map(\.recall).mean
    else { return nil }
    (self.iou, self.precision, self.recall) = (iou, precision, recall)
  }

  private static func rounded(_ value: Double) -> Double {
    (value * 1000).rounded(.toNearestOrEven) / 1000
  }
}
