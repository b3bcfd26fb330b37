import Experiments
import Vision

/// Both thresholds of every rule that has two, over a 20×20 grid, and what choosing them on other
/// images gives.
struct ThresholdSensitivity: Experiment {
  let id = "threshold-sensitivity"
  let question = "How much do SEPL’s two thresholds matter?"
  /// The paper's rule comes first and leads the report.
  let rules: [SEPLRule] = [.sepl, .seplV4, .official, .fma, .treeCut]
  /// Values that both thresholds take: 0.05, 0.10 … 1.
  let values = (1...20).map { Double($0) / 20 }
  /// Pairs whose mIoU differs by no more count as alike.
  let plateauHeight = 0.005

  var parameters: [Parameter] {
    [
      Parameter("rules", rules.map { "\($0.name) \(pair($0.defaults))" }.joined(separator: ", ")),
      Parameter("mask thresholds", "0.05, 0.10 … 1"),
      Parameter("label thresholds", "0.05, 0.10 … 1"),
      Parameter("choice on held-out images", "two folds by id, each judged with the other’s best"),
    ]
  }

  /// What a rule's thresholds do to it.
  struct Sweep: Sendable {
    var rule: String
    /// mIoU of every pair.
    var grid: ThresholdGrid
    /// The thresholds that the rule has unless told otherwise.
    var defaults: SEPLThresholds
    /// Where they are on the grid.
    var standard: ThresholdGrid.Cell
    var atStandard: Estimate
    /// Of that, against the pseudo label.
    var gain: Estimate
    /// The pair of the largest mIoU on the images it is judged on: an oracle.
    var best: ThresholdGrid.Cell
    var oracle: Estimate
    /// The pair that each fold is judged with.
    var chosen: [ThresholdGrid.Cell]
    var heldOut: Estimate
    /// Held-out choice against the standard pair, p-value corrected for the number of rules.
    var choice: Comparison
  }

  struct Findings: Sendable {
    var raw: Estimate
    var sweeps: [Sweep]
    /// Of the leading rule, differences from the pseudo label along each threshold, the other at its
    /// standard.
    var alongMask: [Estimate]
    var alongLabel: [Estimate]
    var seeds: String
    var masks: String
    var images: Int
  }

  /// As tables show two thresholds: mask / label.
  func pair(_ thresholds: SEPLThresholds) -> String { "\(thresholds.mask) / \(thresholds.label)" }

  /// Settings are the pseudo label, every rule as it is, and every rule's grid.
  private func index(_ rule: Int, _ cell: ThresholdGrid.Cell) -> Int {
    1 + rules.count + (rule * values.count + cell.label) * values.count + cell.mask
  }

  /// The cell of a rule's own pair, or the one next to it.
  private func standard(_ rule: SEPLRule) -> ThresholdGrid.Cell {
    func nearest(_ threshold: Double) -> Int {
      values.indices.min { abs(values[$0] - threshold) < abs(values[$1] - threshold) } ?? 0
    }
    return .init(mask: nearest(rule.defaults.mask), label: nearest(rule.defaults.label))
  }

  func step(in study: Study) -> ScoreStep {
    let grids = rules.flatMap { rule in
      values.flatMap { label in
        values.map { mask in
          var thresholds = rule.defaults
          (thresholds.mask, thresholds.label) = (mask, label)
          return MergeSetting(rule, thresholds: thresholds)
        }
      }
    }
    return ScoreStep(
      seed: study.seeds[0], masks: study.masks[0],
      settings: [.rawSeed] + rules.map { MergeSetting($0) } + grids)
  }

  func steps(in study: Study) -> [any Step] { [MaskStep(study.masks[0]), step(in: study)] }

  func findings(in lab: Lab) async throws -> Findings {
    let step = step(in: lab.study)
    let sheet = try await lab.scores(step)
    let raw = try sheet.distribution(0)
    var sweeps = try rules.indices.map { try sweep($0, sheet, raw) }
    for (index, choice) in sweeps.map(\.choice).corrected.enumerated() {
      sweeps[index].choice = choice
    }
    let centre = sweeps[0].standard
    func gains(_ cells: [ThresholdGrid.Cell]) throws -> [Estimate] {
      try sheet.distributions(cells.map { index(0, $0) }).map { $0.difference(from: raw) }
    }
    return Findings(
      raw: raw.estimate, sweeps: sweeps,
      alongMask: try gains(values.indices.map { .init(mask: $0, label: centre.label) }),
      alongLabel: try gains(values.indices.map { .init(mask: centre.mask, label: $0) }),
      seeds: step.seed.name, masks: step.masks?.name ?? "", images: sheet.ids.count)
  }

  private func sweep(
    _ rule: Int, _ sheet: ScoreSheet, _ raw: PairedBootstrap.Distribution
  ) throws -> Sweep {
    let standard = standard(rules[rule])
    let grid = grid(rule, sheet)
    let best = grid.best(near: standard)
    let chosen = [0, 1].map { fold in
      self.grid(rule, sheet.restricted { Study.fold(of: $0) != fold }).best(near: standard)
    }
    func choice(_ id: String) -> Int { index(rule, chosen[Study.fold(of: id)]) }
    let asItIs = 1 + rule
    let atStandard = try sheet.distribution(asItIs)
    return Sweep(
      rule: rules[rule].name, grid: grid, defaults: rules[rule].defaults, standard: standard,
      atStandard: atStandard.estimate,
      gain: atStandard.difference(from: raw), best: best,
      oracle: try sheet.distribution(index(rule, best)).estimate, chosen: chosen,
      heldOut: try sheet.distribution(choosing: choice).estimate,
      choice: try sheet.comparison(choosing: choice, against: sheet, asItIs))
  }

  private func grid(_ rule: Int, _ sheet: ScoreSheet) -> ThresholdGrid {
    ThresholdGrid(
      thresholds: values,
      values: values.indices.map { label in
        values.indices.map { mask in
          sheet.score(index(rule, .init(mask: mask, label: label))).meanIoU ?? 0
        }
      })
  }

  func scores(of findings: Findings) -> [ScoreRecord] {
    let raw = ScoreRecord(
      id: "raw-cam", label: "Pseudo labels as they are", seeds: findings.seeds,
      estimate: findings.raw)
    return [raw]
      + findings.sweeps.flatMap { sweep in
        func record(
          _ suffix: String, _ words: String, _ estimate: Estimate, _ baseline: String? = nil,
          _ difference: Estimate? = nil
        ) -> ScoreRecord {
          ScoreRecord(
            id: sweep.rule + suffix, label: "\(sweep.rule), thresholds \(words)",
            seeds: findings.seeds, masks: findings.masks, rule: sweep.rule, estimate: estimate,
            baseline: baseline, difference: difference)
        }
        return [
          record("", "as they are", sweep.atStandard, "raw-cam", sweep.gain),
          record(
            "-held-out", "chosen on held-out images", sweep.heldOut, sweep.rule,
            sweep.choice.difference),
          record("-oracle-thresholds", "chosen on the truth (oracle)", sweep.oracle),
        ]
      }
  }
}
