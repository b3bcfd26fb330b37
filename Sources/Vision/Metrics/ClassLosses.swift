/// Where the IoU of each foreground class went in one image, errors along contours apart.
public struct ClassLosses: Sendable, Hashable {
  /// Why a pixel is missed (a false negative of its class) or wrong (a false positive).
  public enum Cause: Int, Sendable, Hashable, CaseIterable {
    /// Missed by the seed, and no mask offers it: no rule that chooses masks could find it.
    case missedUnreachable
    /// Missed by the seed, though a mask offers it: the rule did not take it.
    case missedNotTaken
    /// In the seed, and lost by the rule.
    case missedLost
    /// Wrong in the seed, and still wrong.
    case wrongFromSeed
    /// Wrong, and added by the rule.
    case wrongAdded
    /// Missed or wrong within the tolerance of the class' true contour, whatever else it would be.
    case boundary
  }

  /// Pixels by cause.
  public struct Parts: Sendable, Hashable {
    private var pixels = [Int](repeating: 0, count: Cause.allCases.count)

    public init() {}

    public subscript(cause: Cause) -> Int {
      get { pixels[cause.rawValue] }
      set { pixels[cause.rawValue] = newValue }
    }

    /// False negatives and false positives together.
    public var total: Int { pixels.reduce(0, +) }

    public static func += (sum: inout Parts, other: Parts) {
      for cause in Cause.allCases { sum[cause] += other[cause] }
    }
  }

  /// One class, what is right of it, and its errors.
  public struct Entry: Sendable, Hashable {
    public let label: UInt8
    /// True positives.
    public private(set) var correct: Int
    public private(set) var parts: Parts
    /// What `parts` counts as boundary, by what it would be else.
    public private(set) var alongContour: Parts

    /// `alongContour` adds up to the boundary of `parts`, and has none of its own.
    public init(label: UInt8, correct: Int, parts: Parts, alongContour: Parts) {
      precondition(
        alongContour.total == parts[.boundary] && alongContour[.boundary] == 0,
        "ClassLosses.Entry: \(alongContour.total) of \(parts[.boundary]) pixels along the contour")
      (self.label, self.correct) = (label, correct)
      (self.parts, self.alongContour) = (parts, alongContour)
    }

    /// |truth ∪ prediction|: IoU and the parts, each over this, add up to 1.
    public var union: Int { correct + parts.total }

    /// Adds the same class of another image.
    public static func += (sum: inout Entry, other: Entry) {
      precondition(sum.label == other.label, "ClassLosses.Entry: \(sum.label) += \(other.label)")
      sum.correct += other.correct
      sum.parts += other.parts
      sum.alongContour += other.alongContour
    }
  }

  /// Foreground classes that occur in truth or prediction, ascending by label.
  public let classes: [Entry]

  public init(_ classes: [Entry]) {
    precondition(
      zip(classes, classes.dropFirst()).allSatisfy { $0.label < $1.label },
      "ClassLosses: labels \(classes.map(\.label))")
    self.classes = classes
  }

  /// Over all classes. A pixel of one class taken for another is an error of both.
  public var total: Parts { classes.reduce(into: Parts()) { $0 += $1.parts } }

  /// Attributes the errors of `prediction`, made from `seed` and `masks`. Void pixels of the truth are
  /// left out. A mask offers its pixels to the class that fills more than half of its counted pixels.
  ///
  /// - Parameter tolerance: how far from a contour an error is the contour's, in pixels; 0 for none.
  ///   What the image's edge cuts off is no contour.
  public init(
    truth: ClassPlanes, seed: ClassPlanes, prediction: ClassPlanes, masks: [BinaryMask],
    tolerance: Int
  ) {
    let offers = Self.offers(of: masks, truth: truth)
    let labels = Set((truth.foreground + prediction.foreground).map(\.label)).sorted()
    let entries = labels.compactMap { label in
      Self.entry(
        label, truth: truth, seeded: seed[label], predicted: prediction[label],
        offer: offers[label], tolerance: tolerance)
    }
    self.init(entries)
  }

  /// nil for a class that occurs in void alone.
  private static func entry(
    _ label: UInt8, truth: ClassPlanes, seeded: BinaryMask, predicted: BinaryMask,
    offer: BinaryMask?, tolerance: Int
  ) -> Entry? {
    let actual = truth[label]
    var missed = actual
    missed.subtract(predicted)
    var wrong = predicted
    wrong.subtract(actual)
    wrong.subtract(truth.void)
    let correct = actual.count - missed.count
    let whole = Self.parts(missed: missed, wrong: wrong, seeded: seeded, offer: offer)
    var parts = whole
    if tolerance > 0 {
      let rim = actual.contour.dilated(by: tolerance)
      missed.subtract(rim)
      wrong.subtract(rim)
      parts = Self.parts(missed: missed, wrong: wrong, seeded: seeded, offer: offer)
    }
    var alongContour = Parts()
    for cause in Cause.allCases { alongContour[cause] = whole[cause] - parts[cause] }
    parts[.boundary] = alongContour.total
    let entry = Entry(label: label, correct: correct, parts: parts, alongContour: alongContour)
    return entry.union > 0 ? entry : nil
  }

  /// Every cause but the boundary.
  private static func parts(
    missed: BinaryMask, wrong: BinaryMask, seeded: BinaryMask, offer: BinaryMask?
  ) -> Parts {
    var unseeded = missed
    unseeded.subtract(seeded)
    var parts = Parts()
    parts[.missedLost] = missed.intersectionCount(seeded)
    parts[.missedNotTaken] = offer.map { unseeded.intersectionCount($0) } ?? 0
    parts[.missedUnreachable] = unseeded.count - parts[.missedNotTaken]
    parts[.wrongFromSeed] = wrong.intersectionCount(seeded)
    parts[.wrongAdded] = wrong.count - parts[.wrongFromSeed]
    return parts
  }

  /// What the masks offer each class: the union of those that it fills by more than half.
  private static func offers(of masks: [BinaryMask], truth: ClassPlanes) -> [UInt8: BinaryMask] {
    let table = OverlapTable(masks, truth)
    var offers: [UInt8: BinaryMask] = [:]
    for mask in masks.indices {
      let counted = table.maskPixels[mask] - table.voidOverlaps[mask]
      for (index, label) in table.classes.enumerated()
      where 2 * table.overlap(mask: mask, classIndex: index) > counted {
        if offers[label]?.formUnion(masks[mask]) == nil { offers[label] = masks[mask] }
      }
    }
    return offers
  }
}

extension ClassPlanes {
  /// The pixels of `label`, none where it does not occur.
  public subscript(label: UInt8) -> BinaryMask {
    foreground.first { $0.label == label }?.mask ?? BinaryMask(width: width, height: height)
  }
}
