import Experiments
import Vision

/// How SEPL's gain depends on how wrong the seed is: false negatives and false positives set apart,
/// which no published label lets one do.
struct SeedQuality: Experiment {
  let id = "seed-quality"
  let question = "How wrong must a seed be before SEPL helps?"
  let falseNegativeRates = [0, 0.15, 0.3, 0.45, 0.6]
  let falsePositiveRates = [0, 0.15, 0.3, 0.45]
  let settings: [MergeSetting] = [.rawSeed, .init(.sepl)]

  var parameters: [Parameter] {
    [
      Parameter("false-negative rates", falseNegativeRates.map { "\($0)" }.joined(separator: ", ")),
      Parameter("false-positive rates", falsePositiveRates.map { "\($0)" }.joined(separator: ", ")),
      Parameter("seeds", "simulated from the ground truth"),
    ]
  }

  func obstacle(in study: Study) -> String? {
    if study.masks.isEmpty { return "it needs masks (--masks)" }
    if study.samples.contains(where: { $0.truthPath == nil }) {
      return "it simulates seeds from the ground truth, which some image lacks"
    }
    return nil
  }

  struct Cell: Sendable {
    var falseNegativeRate: Double
    var falsePositiveRate: Double
    var before: Estimate
    var after: Estimate
    /// SEPL against the seed, p-values corrected for the number of cells.
    var gain: Comparison
  }

  struct Findings: Sendable {
    /// `[falseNegativeRates, falsePositiveRates]`, row-major.
    var cells: [Cell]
    var masks: String
    var images: Int
  }

  func scoreSteps(in study: Study) -> [ScoreStep] {
    falseNegativeRates.flatMap { missed in
      falsePositiveRates.map { added in
        ScoreStep(
          seed: .simulated(
            falseNegativeRate: missed, falsePositiveRate: added, seed: study.randomSeed),
          masks: study.masks[0], settings: settings)
      }
    }
  }

  func steps(in study: Study) -> [any Step] {
    [MaskStep(study.masks[0])] + scoreSteps(in: study)
  }

  func findings(in lab: Lab) async throws -> Findings {
    let sheets = try await lab.scores(scoreSteps(in: lab.study), stage: "simulated seeds")
    let rates = falseNegativeRates.flatMap { missed in
      falsePositiveRates.map { (missed, $0) }
    }
    let gains = try sheets.map { try $0.comparison(of: 1, against: $0, 0) }.corrected
    let cells = try sheets.indices.map { index in
      let scores = try sheets[index].distributions([0, 1])
      return Cell(
        falseNegativeRate: rates[index].0, falsePositiveRate: rates[index].1,
        before: scores[0].estimate, after: scores[1].estimate, gain: gains[index])
    }
    return Findings(
      cells: cells, masks: lab.study.masks[0].name, images: sheets[0].ids.count)
  }

  func scores(of findings: Findings) -> [ScoreRecord] {
    findings.cells.map { cell in
      ScoreRecord(
        id: "sepl", label: "After SEPL",
        seeds: "simulated-fn\(cell.falseNegativeRate)-fp\(cell.falsePositiveRate)",
        masks: findings.masks, rule: "sepl", estimate: cell.after, baseline: "raw-cam",
        difference: cell.gain.difference)
    }
  }
}
