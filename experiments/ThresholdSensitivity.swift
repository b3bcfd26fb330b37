import Experiments
import Vision

/// Both of SEPL's thresholds over a 20×20 grid, and what choosing them on other images gives.
struct ThresholdSensitivity: Experiment {
  let id = "threshold-sensitivity"
  let question = "How much do SEPL’s two thresholds matter?"
  /// Values that both thresholds take: 0.05, 0.10 … 1.
  let values = (1...20).map { Double($0) / 20 }
  /// The paper's choice, as positions in `values`.
  let paper = (mask: 9, label: 16)
  /// Cells this close to the best count as no worse.
  let plateauHeight = 0.005

  var parameters: [Parameter] {
    [
      Parameter("rule", SEPLRule.sepl.name),
      Parameter("mask thresholds", "0.05, 0.10 … 1"),
      Parameter("label thresholds", "0.05, 0.10 … 1"),
      Parameter("choice on held-out images", "two folds by id, each judged with the other’s best"),
    ]
  }

  struct Findings: Sendable {
    /// `[label, mask]` mIoU.
    var grid: [[Double]]
    var raw: Estimate
    var atPaper: Estimate
    var gain: Estimate
    /// The cell of the largest mIoU on the images it is judged on: an oracle.
    var best: (mask: Int, label: Int)
    var oracle: Estimate
    var oracleGain: Estimate
    var heldOut: Estimate
    var heldOutGain: Estimate
    /// Against the paper's thresholds, not the pseudo label.
    var heldOutFromPaper: Estimate
    /// Differences from the pseudo label along each threshold, the other at the paper's value.
    var alongMask: [Estimate]
    var alongLabel: [Estimate]
    var plateau: Int
    var seeds: String
    var masks: String
    var images: Int
  }

  private func index(mask: Int, label: Int) -> Int { 1 + label * values.count + mask }

  func step(in study: Study) -> ScoreStep {
    let grid = values.flatMap { label in
      values.map { mask in
        MergeSetting(.sepl, thresholds: SEPLThresholds(mask: mask, label: label))
      }
    }
    return ScoreStep(
      seed: study.seeds[0], masks: study.masks[0], settings: [.rawSeed] + grid)
  }

  func steps(in study: Study) -> [any Step] { [MaskStep(study.masks[0]), step(in: study)] }

  func findings(in lab: Lab) async throws -> Findings {
    let step = step(in: lab.study)
    let sheet = try await lab.scores(step)
    let grid = values.indices.map { label in
      values.indices.map { mask in
        sheet.score(index(mask: mask, label: label)).meanIoU ?? 0
      }
    }
    let best = bestCell(grid)
    let folds = [0, 1].map { fold in
      let others = sheet.restricted { Study.fold(of: $0) != fold }
      let cell = bestCell(
        values.indices.map { label in
          values.indices.map { others.score(index(mask: $0, label: label)).meanIoU ?? 0 }
        })
      return index(mask: cell.mask, label: cell.label)
    }
    let raw = try sheet.distribution(0)
    let atPaper = try sheet.distribution(index(mask: paper.mask, label: paper.label))
    let heldOut = try sheet.distribution { folds[Study.fold(of: $0)] }
    let oracle = try sheet.distribution(index(mask: best.mask, label: best.label))
    func gains(_ settings: [Int]) throws -> [Estimate] {
      try sheet.distributions(settings).map { $0.difference(from: raw) }
    }
    return Findings(
      grid: grid, raw: raw.estimate, atPaper: atPaper.estimate,
      gain: atPaper.difference(from: raw), best: best, oracle: oracle.estimate,
      oracleGain: oracle.difference(from: raw), heldOut: heldOut.estimate,
      heldOutGain: heldOut.difference(from: raw),
      heldOutFromPaper: heldOut.difference(from: atPaper),
      alongMask: try gains(values.indices.map { index(mask: $0, label: paper.label) }),
      alongLabel: try gains(values.indices.map { index(mask: paper.mask, label: $0) }),
      plateau: grid.joined().count { $0 >= grid[best.label][best.mask] - plateauHeight },
      seeds: step.seed.name, masks: step.masks?.name ?? "", images: sheet.ids.count)
  }

  /// The cell of the largest mIoU; of equals, the one nearest to the paper's choice.
  private func bestCell(_ grid: [[Double]]) -> (mask: Int, label: Int) {
    var best = paper
    for label in grid.indices {
      for mask in grid[label].indices {
        let (new, old) = (grid[label][mask], grid[best.label][best.mask])
        let distance = abs(mask - paper.mask) + abs(label - paper.label)
        let oldDistance = abs(best.mask - paper.mask) + abs(best.label - paper.label)
        if (new, -distance) > (old, -oldDistance) { best = (mask, label) }
      }
    }
    return best
  }

  func scores(of findings: Findings) -> [ScoreRecord] {
    [
      ScoreRecord(
        id: "raw-cam", label: "Pseudo labels as they are", seeds: findings.seeds,
        estimate: findings.raw),
      ScoreRecord(
        id: "sepl", label: "SEPL at 0.5 / 0.85", seeds: findings.seeds, masks: findings.masks,
        rule: "sepl", estimate: findings.atPaper, baseline: "raw-cam", difference: findings.gain),
      ScoreRecord(
        id: "sepl-held-out", label: "SEPL, thresholds chosen on held-out images",
        seeds: findings.seeds, masks: findings.masks, rule: "sepl", estimate: findings.heldOut,
        baseline: "sepl", difference: findings.heldOutGain),
      ScoreRecord(
        id: "sepl-oracle-thresholds", label: "SEPL, thresholds chosen on the truth (oracle)",
        seeds: findings.seeds, masks: findings.masks, rule: "sepl", estimate: findings.oracle),
    ]
  }
}
