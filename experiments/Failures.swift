import Experiments
import Vision

/// Where the IoU that is missing went, class by class and cause by cause, under SEPL and under a rule
/// that chooses otherwise; and the images that show it.
struct Failures: Experiment {
  let id = "failures"
  let question = "Where does SEPL fail, and whose fault is it?"
  /// Best and worst images shown of each.
  let images = 8
  let imagesPerCause = 4
  let settings: [MergeSetting] = [.rawSeed, .init(.sepl), .init(.treeCut)]

  typealias Cause = ClassLosses.Cause

  /// Whose fault an error is.
  enum Fault: CaseIterable {
    case seed, masks, rule, contours

    var causes: [Cause] {
      switch self {
      case .seed: [.wrongFromSeed]
      case .masks: [.missedUnreachable]
      case .rule: [.missedNotTaken, .missedLost, .wrongAdded]
      case .contours: [.boundary]
      }
    }
  }

  var parameters: [Parameter] {
    [
      Parameter("best and worst images shown", images),
      Parameter("images shown per cause", imagesPerCause),
      Parameter("rules", settings.compactMap(\.rule?.name).joined(separator: ", ")),
      Parameter("a mask offers a pixel", "to the class that fills more than half of the mask"),
      Parameter("along contours", "within 2 % of the image’s diagonal of the class’ true contour"),
    ]
  }

  /// What a cause, or all of them, takes of the foreground classes' mean IoU.
  struct Loss: Sendable {
    /// nil for all.
    var cause: Cause?
    /// By setting, as `settings`.
    var lost: [Estimate]
    /// Under SEPL, what of the part along contours would be this cause's if they were not set apart.
    var alongContours: Estimate
    /// SEPL against the labels as they are.
    var bySEPL: Comparison
    /// tree-cut against SEPL.
    var byTreeCut: Comparison
  }

  struct Blame: Sendable {
    var fault: Fault
    var lost: Estimate
    /// Against the fault that takes most; nil for that one.
    var behindFirst: Comparison?
  }

  struct Image: Sendable {
    var id: String
    var before: Double
    var after: Double
    var parts: ClassLosses.Parts

    var change: Double { after - before }
  }

  /// An image that a cause weighs on: points of the set's mean IoU that it takes there.
  struct Example: Sendable {
    var id: String
    var points: Double
    var parts: ClassLosses.Parts
  }

  struct Findings: Sendable {
    /// One for each cause, then all together.
    var losses: [Loss]
    /// From the one that takes most under SEPL.
    var blames: [Blame]
    /// Of each foreground class what SEPL got right and what each cause took.
    var classes: [ClassLosses.Entry]
    var examples: [(cause: Cause, images: [Example])]
    var boundary: (before: Double?, after: Double?)
    var before: SegmentationScore
    var after: SegmentationScore
    var gain: Comparison
    /// tree-cut against SEPL.
    var treeCut: Comparison
    /// Before and after by class, background first; nil for a class that does not occur.
    var classGains: [Comparison?]
    var beforeIoU: Estimate
    var afterIoU: Estimate
    /// Every image, from the largest gain to the largest loss.
    var ranked: [Image]
    var best: [Image]
    var worst: [Image]
    var seeds: String
    var masks: String
  }

  private func scoreStep(in study: Study) -> ScoreStep {
    ScoreStep(seed: study.seeds[0], masks: study.masks[0], settings: settings)
  }

  private func lossSteps(in study: Study) -> [LossStep] {
    settings.map { LossStep(seed: study.seeds[0], masks: study.masks[0], setting: $0) }
  }

  func steps(in study: Study) -> [any Step] {
    [MaskStep(study.masks[0]), scoreStep(in: study)] + lossSteps(in: study)
  }

  func findings(in lab: Lab) async throws -> Findings {
    let sheet = try await lab.scores(scoreStep(in: lab.study))
    let sheets = try await lab.losses(lossSteps(in: lab.study), stage: "where the IoU went")
    let ranked = ranked(sheet, sheets[1])
    let scores = try sheet.distributions([0, 1])
    return Findings(
      losses: losses(sheets), blames: blames(sheets[1]), classes: sheets[1].classes,
      examples: Cause.allCases.map { ($0, examples(of: $0, in: sheets[1])) },
      boundary: sheets[1].boundaryIoU, before: sheet.score(0), after: sheet.score(1),
      gain: try sheet.comparison(of: 1, against: sheet, 0),
      treeCut: try sheet.comparison(of: 2, against: sheet, 1),
      classGains: sheet.classComparisons(of: 1, with: 0),
      beforeIoU: scores[0].estimate, afterIoU: scores[1].estimate,
      ranked: ranked, best: Array(ranked.filter { $0.change > 0 }.prefix(images)),
      worst: Array(ranked.filter { $0.change < 0 }.suffix(images).reversed()),
      seeds: lab.study.seeds[0].name, masks: lab.study.masks[0].name)
  }

  private func losses(_ sheets: [LossSheet]) -> [Loss] {
    let groups = Cause.allCases.map { [$0] } + [Cause.allCases]
    func corrected(_ later: Int, _ earlier: Int) -> [Comparison] {
      groups.compactMap { sheets[later].comparison(of: $0, against: sheets[earlier], $0) }.corrected
    }
    let changes = zip(corrected(1, 0), corrected(2, 1))
    return zip(groups, changes).compactMap { causes, changes in
      let cause = causes.count == 1 ? causes[0] : nil
      let contours =
        cause.map { sheets[1].lostAlongContours(to: $0) } ?? sheets[1].lost(to: [.boundary])
      return contours.map { contours in
        Loss(
          cause: cause, lost: sheets.compactMap { $0.lost(to: causes)?.estimate },
          alongContours: contours.estimate, bySEPL: changes.0, byTreeCut: changes.1)
      }
    }
  }

  private func blames(_ sheet: LossSheet) -> [Blame] {
    let lost = Fault.allCases.compactMap { fault in
      sheet.lost(to: fault.causes).map { (fault: fault, estimate: $0.estimate) }
    }.sorted { $0.estimate.value > $1.estimate.value }
    guard let first = lost.first else { return [] }
    let behind = lost.dropFirst().compactMap {
      sheet.comparison(of: $0.fault.causes, against: sheet, first.fault.causes)
    }.corrected
    return lost.enumerated().map { rank, blame in
      Blame(
        fault: blame.fault, lost: blame.estimate, behindFirst: rank == 0 ? nil : behind[rank - 1])
    }
  }

  /// Less would be shown as 0.00 points.
  private static let leastShown = 0.00005

  private func examples(of cause: Cause, in sheet: LossSheet) -> [Example] {
    sheet.ids.indices.map { index in
      Example(
        id: sheet.ids[index], points: sheet.lost(to: cause, in: index),
        parts: sheet.images[index].losses.total)
    }.filter { $0.points >= Self.leastShown }.sorted { ($0.points, $1.id) > ($1.points, $0.id) }
      .prefix(imagesPerCause).map(\.self)
  }

  private func ranked(_ sheet: ScoreSheet, _ losses: LossSheet) -> [Image] {
    let byID = Dictionary(
      zip(losses.ids, losses.images).map { ($0, $1.losses.total) },
      uniquingKeysWith: { first, _ in first })
    return sheet.ids.indices.map { index in
      Image(
        id: sheet.ids[index], before: sheet.imageIoU(index, 0), after: sheet.imageIoU(index, 1),
        parts: byID[sheet.ids[index]] ?? .init())
    }.sorted { ($0.change, $1.id) > ($1.change, $0.id) }
  }

  func scores(of findings: Findings) -> [ScoreRecord] {
    [
      ScoreRecord(
        id: "sepl", label: "After SEPL", seeds: findings.seeds, masks: findings.masks,
        rule: "sepl", estimate: findings.afterIoU, baseline: "raw-cam",
        difference: findings.gain.difference)
    ]
  }
}
