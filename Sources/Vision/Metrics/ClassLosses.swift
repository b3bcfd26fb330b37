/// Where the IoU of each foreground class went in one image, with errors along contours apart.
public struct ClassLosses: Sendable, Hashable {
  /// The false negatives and false positives of one class, each in exactly one of six parts.
  public struct Parts: Sendable, Hashable {
    /// Missed by the seed, and no mask offers it.
    public var missedUnreachable = 0
    /// Missed, though a mask offers it and the rule did not take it.
    public var missedNotTaken = 0
    /// In the seed, and lost by the rule.
    public var missedLost = 0
    /// Wrong in the seed, and still wrong.
    public var wrongFromSeed = 0
    /// Wrong, and added by the rule.
    public var wrongAdded = 0
    /// Missed or wrong within the tolerance of the class' true contour, whatever the cause.
    public var boundary = 0

    public init() {}

    /// False negatives and false positives together.
    public var total: Int {
      missedUnreachable + missedNotTaken + missedLost + wrongFromSeed + wrongAdded + boundary
    }

    public static func += (sum: inout Parts, other: Parts) {
      sum.missedUnreachable += other.missedUnreachable
      sum.missedNotTaken += other.missedNotTaken
      sum.missedLost += other.missedLost
      sum.wrongFromSeed += other.wrongFromSeed
      sum.wrongAdded += other.wrongAdded
      sum.boundary += other.boundary
    }
  }

  /// One class and its errors.
  public struct Entry: Sendable, Hashable {
    public let label: UInt8
    public let parts: Parts
  }

  /// Foreground classes that occur in truth or prediction, ascending by label.
  public let classes: [Entry]

  /// Over all classes. A pixel of one class taken for another is an error of both.
  public var total: Parts { classes.reduce(into: Parts()) { $0 += $1.parts } }

  /// Attributes the errors of `prediction`, made from `seed` and `masks`. Void pixels of the truth are
  /// left out. A mask offers its pixels to the class that fills more than half of its counted pixels.
  ///
  /// - Parameter tolerance: how far from a contour an error is the contour's, in pixels; 0 for none.
  public init(
    truth: ClassPlanes, seed: ClassPlanes, prediction: ClassPlanes, masks: [BinaryMask],
    tolerance: Int
  ) {
    let offers = LossAttribution.offers(of: masks, truth: truth)
    let labels = Set((truth.foreground + prediction.foreground).map(\.label)).sorted()
    classes = labels.map { label in
      let (actual, seeded) = (truth[label], seed[label])
      var missed = actual
      missed.subtract(prediction[label])
      var wrong = prediction[label]
      wrong.subtract(actual)
      wrong.subtract(truth.void)
      var parts = Parts()
      if tolerance > 0 {
        let rim = actual.contour.dilated(by: tolerance)
        parts.boundary = missed.intersectionCount(rim) + wrong.intersectionCount(rim)
        missed.subtract(rim)
        wrong.subtract(rim)
      }
      parts.missedLost = missed.intersectionCount(seeded)
      missed.subtract(seeded)
      parts.missedNotTaken = offers[label].map { missed.intersectionCount($0) } ?? 0
      parts.missedUnreachable = missed.count - parts.missedNotTaken
      parts.wrongFromSeed = wrong.intersectionCount(seeded)
      parts.wrongAdded = wrong.count - parts.wrongFromSeed
      return Entry(label: label, parts: parts)
    }
  }
}
