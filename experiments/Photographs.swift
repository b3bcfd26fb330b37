import Experiments
import Vision

/// The pipeline on photographs that come without labels: what can be looked at, not scored.
struct Photographs: Experiment {
  let id = "photographs"
  let question = "What does the pipeline make of photographs nobody has labelled?"
  let setting = MergeSetting(.sepl)

  var parameters: [Parameter] {
    [
      Parameter("image-level labels", "ImageNet’s classes that are of VOC’s, at least 10 % likely"),
      Parameter("background", "fixed 0.3"), Parameter("rule", "sepl"),
    ]
  }

  struct Row: Sendable {
    var id: String
    /// What ImageNet's head sees, and how sure it is.
    var classes: [(name: String, probability: Double)]
    var masks: Int
    /// Shares of the photograph that have a class.
    var seeded: Double
    var enhanced: Double
  }

  struct Findings: Sendable {
    var rows: [Row]
    var masks: String
  }

  func obstacle(in study: Study) -> String? {
    if study.photographs == nil {
      return "it needs photographs (scripts/fetch-photographs puts some where they are looked for)"
    }
    // Folders hold the masks of the study's own images.
    return masks(in: study) == nil ? "it needs masks that can be made (--masks sam-nano)" : nil
  }

  private func masks(in study: Study) -> MaskSource? {
    study.masks.first { source in
      switch source.origin {
      case .regionTree, .sam: true
      case .folder, .simulated, .arranged: false
      }
    }
  }

  /// What is worked on beside the study.
  func shown(in study: Study) -> Study? {
    guard let masks = masks(in: study) else { return nil }
    return study.photographs?.study(masks: [masks], randomSeed: study.randomSeed)
  }

  /// None that works on the study's own images.
  func steps(in study: Study) -> [any Step] { [] }

  func findings(in lab: Lab) async throws -> Findings {
    guard let photographs = lab.study.photographs, let shown = shown(in: lab.study) else {
      throw NothingScored(problems: [])
    }
    let (seeds, masks) = (shown.seeds[0], shown.masks[0])
    let outcome = try await lab.about(shown).forEachImage("photographs") { bench in
      let seed = try bench.seed(seeds)
      let table = MergeTable(seed: seed, truth: nil, masks: try bench.masks(from: masks))
      let enhanced = table.labels(for: table.selection(for: setting)).labelMap
      return Row(
        id: "\(bench.sample.id)",
        classes: try bench.imageNetLabels(backbone: photographs.backbone).map {
          (shown.dataset.classes[$0.index], Double($0.probability))
        },
        masks: table.masks.count, seeded: share(seed), enhanced: share(enhanced))
    }
    for problem in outcome.problems { lab.observer.warn("\(problem.id): \(problem.message)") }
    guard !outcome.values.isEmpty else { throw NothingScored(problems: outcome.problems) }
    return Findings(rows: outcome.values, masks: masks.name)
  }

  private func share(_ labels: LabelMap) -> Double {
    Double(labels.labels.count { $0 != 0 && $0 != LabelMap.void }) / Double(labels.labels.count)
  }

  /// Nothing can be scored.
  func scores(of findings: Findings) -> [ScoreRecord] { [] }
}
