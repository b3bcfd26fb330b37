import Experiments
import Vision

/// Open question 2 of the paper: raw activation maps, what the field does with them (dense CRF, a
/// random walk along learnt affinities, both), and SEPL on each and in place of each.
struct ReplacePostProcessing: Experiment {
  let id = "replace-post-processing"
  let question = "Can SAM’s masks replace AffinityNet and dense CRF?"

  let settings: [MergeSetting] = [.rawSeed, .init(.sepl)]

  var parameters: [Parameter] {
    [
      Parameter("background of seeds", "held-out: best on the other half of the images"),
      Parameter("mask threshold", SEPLRule.sepl.defaults.mask),
      Parameter("label threshold", SEPLRule.sepl.defaults.label),
    ]
  }

  /// One way to go on from the maps.
  struct Way: Sendable {
    /// As in `results.json`.
    let id: String
    let label: String
    let seeds: SeedSource
    /// nil for the seeds as they are.
    let masks: MaskSource?
  }

  struct Row: Sendable {
    var id: String
    var label: String
    var seeds: String
    var masks: String?
    var score: Estimate
    /// Against the raw seeds; nil for these.
    var fromRaw: Comparison?
    /// Against what SEPL is to replace: the best of CRF, walk and both.
    var fromRival: Comparison?
    var falsePositives: Double?
    var falseNegatives: Double?
    var boundaryIoU: Double?
    /// What it takes beyond the maps; nil unless measured seconds are to be shown.
    var cost: AddedCost?
  }

  struct Findings: Sendable {
    var rows: [Row]
    /// The raw seeds under each way to choose the background.
    var backgrounds: [(name: String, score: Estimate)]
    /// The rows' ids that matter to the answer.
    var rival: String
    var replacement: String
    var both: String
    var images: Int
    /// Whether the classifier has learnt from the very images.
    var trained: Bool
    /// How well it tells classes apart on them; nil for maps from elsewhere.
    var meanAveragePrecision: Double?
  }

  func obstacle(in study: Study) -> String? {
    if study.seeds.first?.activations == nil {
      return "it needs class activation maps (--pseudo cam, or a folder of maps)"
    }
    if study.postProcessing == nil { return "it needs the backbone’s weights (scripts/bootstrap)" }
    if study.masks.isEmpty { return "it needs masks (--masks)" }
    if study.samples.contains(where: { $0.truthPath == nil }) {
      return "it needs a ground truth for every image"
    }
    return nil
  }

  /// Post-processing of the maps without masks: id, words, seeds.
  private func seeds(in study: Study) -> [(id: String, label: String, seeds: SeedSource)] {
    guard let raw = study.seeds.first?.activations, let post = study.postProcessing else {
      return []
    }
    let walked = ActivationSource.walked(raw.maps, post.affinity)
    func seeds(_ maps: ActivationSource, _ crf: CRFParameters?, _ name: String) -> SeedSource {
      .activations(.init(maps, background: .heldOut, crf: crf), name: name)
    }
    return [
      ("raw-cam", "raw CAM", seeds(raw.maps, nil, "CAM")),
      ("dcrf", "+ dense CRF", seeds(raw.maps, post.crf, "CAM + CRF")),
      ("affinity", "+ AffinityNet", seeds(walked, nil, "CAM + affinity")),
      ("affinity+dcrf", "+ both", seeds(walked, post.crf, "CAM + affinity + CRF")),
    ]
  }

  private func classifier(in study: Study) -> ClassifierSource? {
    guard case .classifier(let source, _) = study.seeds.first?.activations?.maps else { return nil }
    return source
  }

  /// Every post-processing, alone and followed by SEPL with the first masks; then SEPL in its place
  /// with all other masks.
  func ways(in study: Study) -> [Way] {
    let plain = seeds(in: study)
    guard let raw = plain.first else { return [] }
    var ways = plain.map { Way(id: $0.id, label: $0.label, seeds: $0.seeds, masks: nil) }
    for (index, masks) in (study.masks + [.truth]).enumerated() {
      ways.append(
        Way(
          id: masks.isSimulated ? "sepl-oracle-masks" : index == 0 ? "sepl" : "sepl-\(masks.name)",
          label: "+ SEPL, \(masks.name)",
          seeds: raw.seeds, masks: masks))
    }
    for seeds in plain.dropFirst() {
      ways.append(
        Way(
          id: "sepl-after-\(seeds.id)", label: "\(seeds.label), then SEPL", seeds: seeds.seeds,
          masks: study.masks[0]))
    }
    return ways
  }

  /// The raw seeds under each way to choose the background.
  private func backgrounds(in study: Study) -> [SeedSource] {
    guard let raw = study.seeds.first?.activations else { return [] }
    return [BackgroundChoice.standard, .heldOut, .oracle].map {
      .activations(.init(raw.maps, background: $0), name: "CAM, \($0.name)")
    }
  }

  private func scoreStep(_ way: Way) -> ScoreStep {
    ScoreStep(
      seed: way.seeds, masks: way.masks, settings: way.masks == nil ? [.rawSeed] : settings)
  }

  private func backgroundSteps(in study: Study) -> [ScoreStep] {
    backgrounds(in: study).map { ScoreStep(seed: $0, masks: nil, settings: [.rawSeed]) }
  }

  private func boundaryStep(_ way: Way, in study: Study) -> LossStep {
    LossStep(seed: way.seeds, masks: way.masks ?? study.masks[0], setting: settings[1])
  }

  func steps(in study: Study) -> [any Step] {
    let ways = ways(in: study)
    return (study.masks + [.truth]).map { MaskStep($0) } as [any Step]
      + backgroundSteps(in: study) + ways.map(scoreStep)
      + ways.map { boundaryStep($0, in: study) }
  }

  func findings(in lab: Lab) async throws -> Findings {
    let study = lab.study
    let ways = ways(in: study)
    let sheets = try await lab.scores(ways.map(scoreStep), stage: "post-processing and SEPL")
    let scores = try sheets.map { try $0.distribution($0.settings.count - 1) }
    let losses = try await lab.losses(
      ways.map { boundaryStep($0, in: study) }, stage: "boundaries")
    let rivals = 1...3
    let rival = rivals.max { scores[$0].value < scores[$1].value } ?? 1
    let fromRaw = try comparisons(of: ways, sheets, with: 0)
    let fromRival = try comparisons(of: ways, sheets, with: rival)
    let rows = ways.indices.map { index in
      let (way, sheet) = (ways[index], sheets[index])
      let last = sheet.settings.count - 1
      let set = sheet.score(last)
      let boundary = losses[index].boundaryIoU
      return Row(
        id: way.id, label: way.label, seeds: way.seeds.name, masks: way.masks?.name,
        score: scores[index].estimate,
        fromRaw: fromRaw[index], fromRival: index == 0 ? nil : fromRival[index],
        falsePositives: set.falsePositiveRate, falseNegatives: set.falseNegativeRate,
        boundaryIoU: way.masks == nil ? boundary.before : boundary.after,
        cost: lab.showsTimings ? lab.addedCost(of: scoreStep(way), beyond: scoreStep(ways[0])) : nil
      )
    }
    var meanAveragePrecision: Double?
    if let classifier = classifier(in: study) {
      meanAveragePrecision = try await lab.meanAveragePrecision(of: classifier)
    }
    let choices = backgrounds(in: study)
    let backgroundSheets = try await lab.scores(
      backgroundSteps(in: study), stage: "background thresholds")
    return Findings(
      rows: rows,
      backgrounds: try zip(choices, backgroundSheets).map {
        ($0.activations?.background.name ?? "", try $1.distribution(0).estimate)
      },
      rival: ways[rival].id, replacement: "sepl", both: "sepl-after-\(ways[rival].id)",
      images: sheets[0].ids.count,
      trained: study.supervision?.isTrained(on: study.samples) ?? false,
      meanAveragePrecision: meanAveragePrecision)
  }

  /// Every way against one of them, p-values corrected for their number; masks from the truth are no
  /// candidate, and cost the others no power.
  private func comparisons(
    of ways: [Way], _ sheets: [ScoreSheet], with baseline: Int
  ) throws -> [Int: Comparison] {
    func comparison(_ index: Int) throws -> Comparison {
      let (own, base) = (sheets[index], sheets[baseline])
      return try own.comparison(
        of: own.settings.count - 1, against: base, base.settings.count - 1)
    }
    let compared = ways.indices.filter { $0 != baseline }
    let fair = compared.filter { ways[$0].masks?.isSimulated != true }
    var comparisons = try Dictionary(
      uniqueKeysWithValues: compared.map { ($0, try comparison($0)) })
    for (index, corrected) in zip(fair, fair.compactMap { comparisons[$0] }.corrected) {
      comparisons[index] = corrected
    }
    return comparisons
  }

  func scores(of findings: Findings) -> [ScoreRecord] {
    findings.rows.map { row in
      ScoreRecord(
        id: row.id, label: row.label, seeds: row.seeds, masks: row.masks,
        rule: row.masks == nil ? nil : "sepl", estimate: row.score,
        baseline: row.fromRaw == nil ? nil : "raw-cam", difference: row.fromRaw?.difference)
    }
      + findings.backgrounds.map { name, score in
        ScoreRecord(
          id: "raw-cam-\(name.split(separator: " ")[0])", label: "Raw CAM, background \(name)",
          seeds: "CAM", estimate: score)
      }
  }
}
