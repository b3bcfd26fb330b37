/// Pixel counts by true and predicted class. Integers, so that sums over images are exact and every
/// score can be computed anew from what is stored.
public struct ConfusionMatrix: Sendable, Hashable {
  /// Number of classes, background included.
  public let classes: Int
  /// `[truth, prediction]`, row-major.
  public private(set) var counts: [Int]

  public init(classes: Int) {
    precondition(classes > 0 && classes <= 255, "ConfusionMatrix: \(classes) classes")
    self.classes = classes
    counts = [Int](repeating: 0, count: classes * classes)
  }

  /// Takes stored `counts`, `[truth, prediction]` row-major; nil unless there are `classes²`, none
  /// negative.
  public init?(classes: Int, counts: [Int]) {
    guard counts.count == classes * classes, counts.allSatisfy({ $0 >= 0 }) else { return nil }
    (self.classes, self.counts) = (classes, counts)
  }

  /// What happens to a pixel that the prediction calls void and the truth does not.
  public enum PredictedVoid: String, Sendable, Hashable, Codable, CaseIterable {
    /// It counts as background, as in IRN.
    case background
    /// It is dropped, as if the truth were void.
    case ignored
  }

  /// Counts one image. Pixels whose truth is void are dropped. Both maps must have one size.
  ///
  /// Throws: `LabelRangeError` for a label that is neither a class nor void.
  public init(
    truth: LabelMap, prediction: LabelMap, classes: Int,
    predictedVoid: PredictedVoid = .background
  ) throws(LabelRangeError) {
    precondition(
      truth.width == prediction.width && truth.height == prediction.height,
      "ConfusionMatrix: truth \(truth.width)×\(truth.height), "
        + "prediction \(prediction.width)×\(prediction.height)")
    self.init(classes: classes)
    for (pair, pixels) in LabelCounts.pairs(truth.labels, prediction.labels).enumerated()
    where pixels > 0 {
      let (actual, predicted) = (UInt8(pair >> 8), UInt8(pair & 255))
      if actual == LabelMap.void { continue }
      if predicted == LabelMap.void && predictedVoid == .ignored { continue }
      let column = predicted == LabelMap.void ? 0 : Int(predicted)
      guard actual < classes else { throw LabelRangeError(label: actual, classes: classes) }
      guard column < classes else { throw LabelRangeError(label: predicted, classes: classes) }
      counts[Int(actual) * classes + column] += Int(pixels)
    }
  }

  /// The matrix of `truth` against `prediction`, by overlaps of bit planes: the same numbers as from
  /// label maps, for a prediction without void.
  public init(truth: ClassPlanes, prediction: ClassPlanes, classes: Int) {
    self.init(classes: classes)
    let pixels = truth.width * truth.height
    // Row and column 0 are what the planes leave over.
    var rowLeft = truth.foreground.map(\.mask.count)
    let truthForeground = rowLeft.reduce(0, +)
    var backgroundLeft = pixels - truthForeground - truth.void.count
    let hasVoid = !truth.void.isEmpty
    for plane in prediction.foreground {
      var left = plane.mask.count - (hasVoid ? plane.mask.intersectionCount(truth.void) : 0)
      for (index, actual) in truth.foreground.enumerated() {
        let both = plane.mask.intersectionCount(actual.mask)
        counts[Int(actual.label) * classes + Int(plane.label)] = both
        rowLeft[index] -= both
        left -= both
      }
      counts[Int(plane.label)] = left
      backgroundLeft -= left
    }
    for (index, actual) in truth.foreground.enumerated() {
      counts[Int(actual.label) * classes] = rowLeft[index]
    }
    counts[0] = backgroundLeft
  }

  public subscript(truth truth: Int, prediction prediction: Int) -> Int {
    counts[truth * classes + prediction]
  }

  public static func += (sum: inout ConfusionMatrix, other: ConfusionMatrix) {
    precondition(
      sum.classes == other.classes, "ConfusionMatrix +=: \(sum.classes) and \(other.classes)")
    for i in sum.counts.indices { sum.counts[i] += other.counts[i] }
  }

  /// Pixels counted.
  public var total: Int { counts.reduce(0, +) }

  /// Per class, pixels that are the class in truth, in prediction and in both.
  public var classCounts: [ClassCounts] {
    (0..<classes).map { index in
      var (truth, prediction) = (0, 0)
      for other in 0..<classes {
        truth += counts[index * classes + other]
        prediction += counts[other * classes + index]
      }
      return ClassCounts(
        truth: truth, prediction: prediction, both: counts[index * classes + index])
    }
  }
}

/// Pixels of one class: all that IoU and the rates need.
public struct ClassCounts: Sendable, Hashable {
  public var truth: Int
  public var prediction: Int
  /// True positives.
  public var both: Int

  public init(truth: Int = 0, prediction: Int = 0, both: Int = 0) {
    (self.truth, self.prediction, self.both) = (truth, prediction, both)
  }

  /// TP + FP + FN.
  public var union: Int { truth + prediction - both }
  /// nil where the class is in neither truth nor prediction.
  public var iou: Double? { union == 0 ? nil : Double(both) / Double(union) }
  /// FP / (TP + FP + FN).
  public var falsePositiveRate: Double? {
    union == 0 ? nil : Double(prediction - both) / Double(union)
  }
  /// FN / (TP + FP + FN).
  public var falseNegativeRate: Double? {
    union == 0 ? nil : Double(truth - both) / Double(union)
  }
  /// nil where the class is never predicted.
  public var precision: Double? { prediction == 0 ? nil : Double(both) / Double(prediction) }
  /// nil where the class is not in the truth.
  public var recall: Double? { truth == 0 ? nil : Double(both) / Double(truth) }
}

/// A label that no class list covers.
public struct LabelRangeError: Error, Hashable, CustomStringConvertible {
  public let label: UInt8
  public let classes: Int

  public init(label: UInt8, classes: Int) { (self.label, self.classes) = (label, classes) }

  public var description: String {
    "label \(label) is neither one of the \(classes) classes (0–\(classes - 1)) nor void (255)"
  }
}
