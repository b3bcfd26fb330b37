import Experiments
import Vision

/// Open question 3 of the paper: what to do about masks that overlap and hold several objects. Every
/// way to arrange masks meets every rule.
struct Exclusivity: Experiment {
  let id = "exclusivity"
  let question = "What should be done with masks that overlap and hold several objects?"

  let arrangements = MaskArrangement.compared
  let settings: [MergeSetting] = [
    .rawSeed, .init(.sepl), .init(.official), .init(.seplV4), .init(.fma), .init(.treeCut),
    .init(.oracle),
  ]
  /// How many of every ten neighbours share a mask in the controlled study.
  let mergedShares = [0, 0.25, 0.5, 0.75, 1.0]
  let controlSettings: [MergeSetting] = [.rawSeed, .init(.sepl), .init(.treeCut)]

  var parameters: [Parameter] {
    [
      Parameter("arrangements", arrangements.map(\.name).joined(separator: ", ")),
      Parameter("rules", settings.compactMap(\.rule?.name).joined(separator: ", ")),
      Parameter("merged neighbours", mergedShares.map { "\($0)" }.joined(separator: ", ")),
    ]
  }

  struct Row: Sendable {
    var name: String
    var isExclusive: Bool
    var measures: MaskSetMeasures
    /// By setting, as `settings`.
    var scores: [Estimate]
    /// SEPL with these masks against SEPL with the masks as they are; nil for these.
    var comparison: Comparison?
    /// tree-cut with these masks against SEPL with the masks as they are.
    var treeCut: Estimate
    /// What the best class for every piece into which the masks cut the image would reach.
    var bestCut: Double?
    /// CPU seconds that the arrangement and SEPL take for an image; nil unless they are to be shown.
    var seconds: Double?
  }

  /// SEPL and tree-cut on masks from the truth of which so many neighbours are merged.
  struct Control: Sendable {
    var merged: Double
    var measures: MaskSetMeasures
    var sepl: Estimate
    var treeCut: Estimate
    var gain: Estimate
  }

  /// tree-cut against SEPL in the images of which some mask holds several objects, or none does.
  struct Group: Sendable {
    var holdsSeveral: Bool
    var images: Int
    var sepl: Estimate
    var treeCut: Comparison
  }

  struct Findings: Sendable {
    var seeds: String
    var masks: String
    var raw: Estimate
    var rows: [Row]
    /// tree-cut against SEPL, both on the masks as they are.
    var treeCut: Comparison
    /// Those of the two groups that have images.
    var groups: [Group]
    var controls: [Control]
    var images: Int
  }

  func step(in study: Study) -> ArrangementStep {
    ArrangementStep(
      seed: study.seeds[0], masks: study.masks[0], arrangements: arrangements, settings: settings)
  }

  func controlSteps(in study: Study) -> [ArrangementStep] {
    mergedShares.map { share in
      ArrangementStep(
        seed: study.seeds[0],
        masks: .simulated(
          PerturbedTruth(
            boundaryNoise: 0.1, merged: share, coversBackground: true, seed: study.randomSeed)),
        arrangements: [.none], settings: controlSettings)
    }
  }

  func steps(in study: Study) -> [any Step] { [step(in: study)] + controlSteps(in: study) }

  func findings(in lab: Lab) async throws -> Findings {
    let step = step(in: lab.study)
    let sheet = try await lab.arrangements(step, stage: "ways to arrange masks")
    let whole = sheet.scores[0]
    let comparisons = try arrangements.indices.dropFirst().map {
      try sheet.scores[$0].comparison(of: 1, against: whole, 1)
    }.corrected
    let seconds =
      lab.showsTimings
      ? try await lab.secondsPerImage(
        of: step, followedBy: .sepl, stage: "seconds of ways to arrange masks") : []
    let rows = try arrangements.indices.map { index in
      Row(
        name: arrangements[index].name, isExclusive: arrangements[index].isExclusive,
        measures: sheet.measures[index],
        scores: try sheet.scores[index].distributions(Array(settings.indices)).map(\.estimate),
        comparison: index == 0 ? nil : comparisons[index - 1],
        treeCut: try sheet.scores[index].distribution(5).difference(from: whole.distribution(1)),
        bestCut: sheet.bestCuts[index], seconds: seconds.isEmpty ? nil : seconds[index])
    }
    return Findings(
      seeds: step.seed.name, masks: step.masks.name,
      raw: try whole.distribution(0).estimate, rows: rows,
      treeCut: try whole.comparison(of: 5, against: whole, 1),
      groups: try groups(of: sheet),
      controls: try await controls(in: lab), images: whole.ids.count)
  }

  private func groups(of sheet: ArrangementSheet) throws -> [Group] {
    let parts = [true, false].map { holdsSeveral in
      let scores = sheet.scores[0].restricted {
        sheet.idsWithSeveralObjects.contains($0) == holdsSeveral
      }
      return (holdsSeveral: holdsSeveral, scores: scores)
    }.filter { !$0.scores.ids.isEmpty }
    let comparisons = try parts.map { try $0.scores.comparison(of: 5, against: $0.scores, 1) }
    return try zip(parts, comparisons.corrected).map { part, treeCut in
      Group(
        holdsSeveral: part.holdsSeveral, images: part.scores.ids.count,
        sepl: try part.scores.distribution(1).estimate, treeCut: treeCut)
    }
  }

  private func controls(in lab: Lab) async throws -> [Control] {
    var controls: [Control] = []
    for (share, step) in zip(mergedShares, controlSteps(in: lab.study)) {
      let sheet = try await lab.arrangements(step, stage: "simulated masks, \(share) merged")
      let scores = try sheet.scores[0].distributions([0, 1, 2])
      controls.append(
        Control(
          merged: share, measures: sheet.measures[0], sepl: scores[1].estimate,
          treeCut: scores[2].estimate, gain: scores[2].difference(from: scores[1])))
    }
    return controls
  }

  func scores(of findings: Findings) -> [ScoreRecord] {
    findings.rows.flatMap { row in
      settings.indices.dropFirst().map { index in
        ScoreRecord(
          id: "\(settings[index].id)+\(row.name)", label: "\(settings[index].id), \(row.name)",
          seeds: findings.seeds, masks: findings.masks, rule: settings[index].id,
          estimate: row.scores[index],
          baseline: index == 1 && row.comparison != nil ? "sepl+none" : nil,
          difference: index == 1 ? row.comparison?.difference : nil)
      }
    }
      + findings.controls.map { control in
        ScoreRecord(
          id: "tree-cut+simulated-merged\(control.merged)",
          label: "tree-cut, simulated masks, \(control.merged) merged", seeds: findings.seeds,
          masks: "simulated-merged\(control.merged)", rule: "tree-cut", estimate: control.treeCut,
          baseline: "sepl+simulated-merged\(control.merged)", difference: control.gain)
      }
  }
}
