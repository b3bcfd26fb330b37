import Vision

/// A question that can be asked of any study, and how it is answered: which steps measure it, and
/// what the measurements say.
///
/// An experiment loops over no files and draws nothing. Its `findings` are numbers; the `sepal`
/// command turns them into a chapter.
public protocol Experiment: Sendable {
  associatedtype Findings: Sendable

  /// A stable, URL-safe word.
  var id: String { get }
  /// One sentence that ends in a question mark.
  var question: String { get }
  /// Every choice the answer depends on, beyond the study.
  var parameters: [Parameter] { get }

  /// Why the question cannot be asked of `study`, in words for a user; nil when it can.
  func obstacle(in study: Study) -> String?
  /// What is measured per image, for plans and for the account of costs.
  func steps(in study: Study) -> [any Step]
  /// Measures, from the cache where it can, and draws conclusions.
  func findings(in lab: Lab) async throws -> Findings
  /// The scores behind `findings`, for `results.json`.
  func scores(of findings: Findings) -> [ScoreRecord]
}

extension Experiment {
  /// Most experiments need pseudo labels, masks and truth.
  public func obstacle(in study: Study) -> String? {
    if study.seeds.isEmpty { return "it needs pseudo labels (--pseudo NAME=DIR)" }
    if study.masks.isEmpty { return "it needs masks (--masks)" }
    if study.samples.contains(where: { $0.truthPath == nil }) {
      return "it needs a ground truth for every image"
    }
    return nil
  }
}

/// One score in `results.json`. What does not apply is absent there.
public struct ScoreRecord: Sendable, Codable, Hashable {
  public var id: String
  public var label: String
  public var seeds: String
  public var masks: String?
  public var rule: String?
  public var `protocol`: String
  public var mIoU: Double
  public var low: Double?
  public var high: Double?
  /// Id of the score that `delta` compares with.
  public var baseline: String?
  public var delta: Double?
  public var deltaLow: Double?
  public var deltaHigh: Double?

  public init(
    id: String, label: String, seeds: String, masks: String? = nil, rule: String? = nil,
    estimate: Estimate, baseline: String? = nil, difference: Estimate? = nil
  ) {
    self.id = id
    self.label = label
    self.seeds = seeds
    self.masks = masks
    self.rule = rule
    self.protocol = "voc"
    mIoU = estimate.value
    low = estimate.low
    high = estimate.high
    self.baseline = baseline
    delta = difference?.value
    deltaLow = difference?.low
    deltaHigh = difference?.high
  }
}
