import Experiments
import Vision

/// Open question 1 of the paper: box NMS swept from strict to off, for every source of masks. Only what
/// is kept of the same masks changes.
struct BoxNMSSweep: Experiment {
  let id = "box-nms"
  let question = "Does the box-NMS threshold matter to pseudo labels?"

  let thresholds = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
  let settings: [MergeSetting] = [.rawSeed, .init(.sepl), .init(.treeCut), .init(.oracle)]
  /// The threshold that SAM's generator and the paper have.
  let usual = 0.7

  var arrangements: [MaskArrangement] { thresholds.map { .boxNMS($0) } + [.none] }

  var parameters: [Parameter] {
    [
      Parameter("thresholds", thresholds.map { "\($0)" }.joined(separator: ", ") + ", off"),
      Parameter("compared with", usual),
      Parameter("rules", settings.compactMap(\.rule?.name).joined(separator: ", ")),
    ]
  }

  struct Point: Sendable {
    /// nil for off.
    var threshold: Double?
    var measures: MaskSetMeasures
    var sepl: Estimate
    var treeCut: Estimate
    var oracle: Estimate
    var bestCut: Double?
    /// SEPL against SEPL at the usual threshold; nil there.
    var comparison: Comparison?
    /// CPU seconds that the filter and SEPL take for an image; nil unless they are to be shown.
    var seconds: Double?
  }

  struct Curve: Sendable {
    var masks: String
    var points: [Point]
    var raw: Estimate
    /// The difference that stands out most after correction for their number, if any does.
    var clearest: Int?
  }

  struct Findings: Sendable {
    var seeds: String
    var curves: [Curve]
    var images: Int
  }

  func arrangementSteps(in study: Study) -> [ArrangementStep] {
    study.masks.map {
      ArrangementStep(
        seed: study.seeds[0], masks: $0.withoutBoxNMS, arrangements: arrangements,
        settings: settings)
    }
  }

  func steps(in study: Study) -> [any Step] { arrangementSteps(in: study) }

  func findings(in lab: Lab) async throws -> Findings {
    var curves: [Curve] = []
    var images = 0
    for step in arrangementSteps(in: lab.study) {
      let sheet = try await lab.arrangements(step, stage: "box NMS of \(step.masks.name)")
      images = sheet.scores[0].ids.count
      var curve = try curve(sheet, masks: step.masks.name)
      if lab.showsTimings {
        let seconds = try await lab.secondsPerImage(
          of: step, followedBy: .sepl, stage: "seconds of \(step.masks.name)")
        for (index, seconds) in seconds.enumerated() { curve.points[index].seconds = seconds }
      }
      curves.append(curve)
    }
    return Findings(seeds: lab.study.seeds[0].name, curves: curves, images: images)
  }

  private func curve(_ sheet: ArrangementSheet, masks: String) throws -> Curve {
    let usualIndex = thresholds.firstIndex(of: usual) ?? 0
    let others = sheet.arrangements.indices.filter { $0 != usualIndex }
    let comparisons = try others.map {
      try sheet.scores[$0].comparison(of: 1, against: sheet.scores[usualIndex], 1)
    }.corrected
    let points = try sheet.arrangements.indices.map { index in
      let scores = try sheet.scores[index].distributions(Array(settings.indices))
      return Point(
        threshold: index < thresholds.count ? thresholds[index] : nil,
        measures: sheet.measures[index], sepl: scores[1].estimate, treeCut: scores[2].estimate,
        oracle: scores[3].estimate, bestCut: sheet.bestCuts[index],
        comparison: others.firstIndex(of: index).map { comparisons[$0] })
    }
    let clear = points.indices.filter { points[$0].comparison.map { $0.isClear() } ?? false }
    return Curve(
      masks: masks, points: points, raw: try sheet.scores[0].distribution(0).estimate,
      clearest: clear.max {
        abs(points[$0].comparison?.difference.value ?? 0)
          < abs(points[$1].comparison?.difference.value ?? 0)
      })
  }

  func scores(of findings: Findings) -> [ScoreRecord] {
    findings.curves.flatMap { curve in
      curve.points.map { point in
        ScoreRecord(
          id: "sepl-box-nms-\(point.threshold.map { "\($0)" } ?? "off")",
          label: "SEPL, box NMS \(point.threshold.map { "\($0)" } ?? "off")", seeds: findings.seeds,
          masks: curve.masks, rule: "sepl", estimate: point.sepl,
          baseline: point.comparison == nil ? nil : "sepl-box-nms-\(usual)",
          difference: point.comparison?.difference)
      }
    }
  }
}
