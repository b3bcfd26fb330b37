import Experiments
import Foundation
import Report
import Vision

/// What `sepal eval` prints: the fixed form that other tools read. Rates in [0, 1]; null where a
/// score does not exist.
struct EvaluationResult: Encodable {
  let scoring: EvalCommand.ScoreProtocol
  let images: Int
  let mIoU: Double?
  let perClass: [(name: String, iou: Double?)]
  let falsePositiveRate: Double?
  let falseNegativeRate: Double?
  let precision: Double?
  let recall: Double?
  let pixelAccuracy: Double?
  let boundaryIoU: Double?

  /// Throws: `NothingScored` when no image could be read.
  init(
    _ outcome: Lab.Outcome<Evaluation.ImageResult>, _ scoring: EvalCommand.ScoreProtocol,
    _ classes: ClassNames
  ) throws {
    guard !outcome.values.isEmpty else { throw NothingScored(problems: outcome.problems) }
    var confusion = ConfusionMatrix(classes: classes.count)
    var boundary = BoundaryCounts(classes: classes.count)
    for image in outcome.values {
      confusion += image.confusion
      boundary += image.boundary
    }
    let score = SegmentationScore(confusion)
    self.scoring = scoring
    images = outcome.values.count
    perClass = zip(classes.names, score.classes).map { ($0, $1.iou) }
    falsePositiveRate = score.falsePositiveRate
    falseNegativeRate = score.falseNegativeRate
    pixelAccuracy = score.pixelAccuracy
    boundaryIoU = boundary.meanIoU
    switch scoring {
    case .voc:
      (mIoU, precision, recall) = (score.meanIoU, score.precision, score.recall)
    case .samWSSS:
      let mean = SAMWSSSScore(mean: outcome.values.compactMap { SAMWSSSScore($0.confusion) })
      (mIoU, precision, recall) = (mean?.iou, mean?.precision, mean?.recall)
    }
  }

  private enum Key: String, CodingKey {
    case `protocol`, images, mIoU, perClass, falsePositiveRate, falseNegativeRate, precision
    case recall, pixelAccuracy, boundaryIoU
  }

  private struct ClassKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(scoring, forKey: .protocol)
    try container.encode(images, forKey: .images)
    try container.encode(mIoU, forKey: .mIoU)
    var names = container.nestedContainer(keyedBy: ClassKey.self, forKey: .perClass)
    for (name, iou) in perClass { try names.encode(iou, forKey: ClassKey(stringValue: name)) }
    try container.encode(falsePositiveRate, forKey: .falsePositiveRate)
    try container.encode(falseNegativeRate, forKey: .falseNegativeRate)
    try container.encode(precision, forKey: .precision)
    try container.encode(recall, forKey: .recall)
    try container.encode(pixelAccuracy, forKey: .pixelAccuracy)
    try container.encode(boundaryIoU, forKey: .boundaryIoU)
  }

  /// For a terminal: percent with one decimal.
  var text: String {
    func shown(_ rate: Double?) -> String { CellText.shown(.rate(rate)) }
    let width = max(22, perClass.map(\.name.count).max() ?? 0)
    func row(_ name: String, _ rate: Double?) -> String {
      name.padding(toLength: width, withPad: " ", startingAt: 0) + "  " + shown(rate)
    }
    return
      (["protocol \(scoring.rawValue), \(images) \(images == 1 ? "image" : "images"), percent"]
      + perClass.map { row($0.name, $0.iou) }
      + [
        row("mIoU", mIoU), row("false-positive rate", falsePositiveRate),
        row("false-negative rate", falseNegativeRate), row("precision", precision),
        row("recall", recall), row("pixel accuracy", pixelAccuracy),
        row("boundary IoU", boundaryIoU),
      ]).joined(separator: "\n")
  }
}
