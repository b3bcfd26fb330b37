import Experiments
import Foundation
import Report
import Vision

/// What a run has to say: the document, the scores behind it, what it cost.
struct RunReport {
  var document: Document
  var results: [ExperimentResult]
  /// Images that could not be used, each once.
  var problems: [Lab.Problem]

  /// One entry of `results.json`.
  struct ExperimentResult: Encodable {
    var id: String
    var question: String
    var answer: String
    var dataset: String
    var images: Int
    var scores: [ScoreRecord]
    var timings: [StepCost]
  }

  /// Runs every experiment that fits the study. One that was named and does not fit is an error.
  init(
    running experiments: [any ReportedExperiment], areNamed: Bool, in lab: Lab,
    showsTimings: Bool, invocation: String
  ) async throws {
    let study = lab.study
    results = []
    problems = try await Self.checkImages(
      lab, for: experiments.filter { $0.obstacle(in: study) == nil }.flatMap { $0.steps(in: study) })
    let provenance = try Provenance(lab: lab, invocation: invocation)
    var chapters: [Chapter] = []
    var skipped: [Prose] = []
    for experiment in experiments {
      if let obstacle = experiment.obstacle(in: study) {
        if areNamed { throw Failure(.missingInput, "\(experiment.id): \(obstacle)") }
        Terminal.say("sepal: \(experiment.id) is left out: \(obstacle)")
        skipped.append("\(code: experiment.id) was left out: \(obstacle).")
        continue
      }
      let (chapter, result) = try await Self.chapter(
        experiment, in: lab, provenance: provenance, showsTimings: showsTimings)
      chapters.append(chapter)
      results.append(result)
    }
    guard !chapters.isEmpty else {
      throw Failure(.missingInput, "no experiment fits what was given")
    }
    let opening =
      chapters.count > 1 ? try await Opening(of: lab, without: problems).blocks : []
    document = Self.document(
      chapters, opening: opening, study: study, provenance: provenance, skipped: skipped, problems: problems)
  }

  /// Reads every image, its labels and its masks once, so that trouble is reported by id before the
  /// work and every experiment is about the same images; then makes what `steps` need of all images
  /// together, such as a classifier.
  private static func checkImages(
    _ lab: Lab, for steps: [any Step]
  ) async throws -> [Lab.Problem] {
    let (byNetwork, others) = (
      lab.study.masks.filter { $0.sam != nil }, lab.study.masks.filter { $0.sam == nil }
    )
    let outcome = try await lab.forEachImage("images and masks") { bench in
      if bench.sample.truthPath != nil { _ = try bench.truth() }
      for case .folder(let folder) in lab.study.seeds.map(\.origin) {
        let (width, height) = try bench.size()
        _ = try folder.labels(
          for: bench.sample.id, width: width, height: height, classes: bench.classes)
      }
      for masks in others { try check(masks, at: bench, in: lab.cache) }
    }
    var problems = outcome.problems
    for masks in byNetwork { problems += try await make(masks, in: lab, without: problems) }
    try await lab.prepare(steps)
    for seeds in lab.study.seeds where seeds.activations != nil {
      let failed = Set(problems.map(\.id))
      problems += try await lab.forEachImage(
        "\(seeds.name) seeds", in: lab.study.samples.filter { !failed.contains("\($0.id)") }
      ) { bench in _ = try bench.seed(seeds) }.problems
    }
    for problem in problems { lab.observer.warn("\(problem.id): \(problem.message)") }
    if problems.count == lab.study.samples.count { throw NothingScored(problems: problems) }
    return problems
  }

  /// Makes the masks that a network makes, for images without a problem so far. The cores are
  /// shared out by what fits in memory.
  private static func make(
    _ masks: MaskSource, in lab: Lab, without problems: [Lab.Problem]
  ) async throws -> [Lab.Problem] {
    let failed = Set(problems.map(\.id))
    let samples = lab.study.samples.filter { !failed.contains("\($0.id)") }
    let arranged = lab.arranged(
      forNetworkOn: samples.count, threads: ProcessInfo.processInfo.activeProcessorCount)
    return try await arranged.forEachImage("masks by \(masks.name)", in: samples) { bench in
      try check(masks, at: bench, in: lab.cache)
    }.problems
  }

  /// Masks in the cache prove that what they were made from could be read.
  private static func check(_ masks: MaskSource, at bench: Bench, in cache: Cache) throws {
    if case .folder = masks.origin { _ = try bench.photograph() }
    let step = MaskStep(masks)
    if !cache.contains(try bench.key(of: step)) { _ = try bench.output(of: step) }
  }

  private static func chapter<E: ReportedExperiment>(
    _ experiment: E, in lab: Lab, provenance: Provenance, showsTimings: Bool
  ) async throws -> (Chapter, ExperimentResult) {
    let study = lab.study
    let findings = try await experiment.findings(in: lab)
    let pictures = try await lab.pictures(experiment.pictures(of: findings, in: study))
    let parts = experiment.story(of: findings, in: study, pictures: pictures)
    let costs = lab.costs(of: experiment)
    let chapter = Chapter(
      experiment, story: parts, costs: costs, in: study, showsTimings: showsTimings)
    let result = ExperimentResult(
      id: experiment.id, question: experiment.question, answer: chapter.answer.plainText,
      dataset: study.dataset.name, images: study.samples.count,
      scores: experiment.scores(of: findings), timings: costs)
    return (chapter, result)
  }

  private static func document(
    _ chapters: [Chapter], opening: [Block], study: Study, provenance: Provenance, skipped: [Prose],
    problems: [Lab.Problem]
  ) -> Document {
    let simulated = study.seeds.contains(where: \.isSimulated)
    var blocks = provenance.blocks
    if !skipped.isEmpty { blocks.append(.list(skipped)) }
    if !problems.isEmpty {
      blocks.append(
        .note("\(problems.count) of \(study.samples.count) images could not be used:"))
      blocks.append(
        .list(
          problems.prefix(50).map { problem in
            "\(code: problem.id): \(study.withoutFolders(problem.message))"
          }))
    }
    return Document(
      title: chapters.count == 1
        ? chapters[0].question
        : "SAM-enhanced pseudo labels on \(study.dataset.name)",
      summary: """
        \(chapters.count == 1 ? "One question" : "\(chapters.count) questions") about SEPL, asked \
        of \(study.samples.count) images\(simulated ? " with simulated seeds" : "").
        """,
      facts: Chapter.facts(of: study), opening: opening, chapters: chapters, provenance: blocks, date: provenance.date
    )
  }
}

extension Study {
  /// `message` with the study's folders named by their last part: a report is shared, and must not
  /// tell where things lie.
  fileprivate func withoutFolders(_ message: String) -> String {
    var folders: Set<String> = []
    for sample in samples {
      for path in [sample.imagePath, sample.truthPath].compactMap({ $0 }) {
        if let slash = path.lastIndex(of: "/") { folders.insert(String(path[..<slash])) }
      }
    }
    for case .folder(let labels) in seeds.map(\.origin) { folders.insert(labels.path) }
    for case .folder(let path) in masks.map(\.origin) { folders.insert(path) }
    for case .sam(let source) in masks.map(\.origin) {
      for path in [source.checkpoint, source.backbone].compactMap(\.self) {
        if let slash = path.lastIndex(of: "/") { folders.insert(String(path[..<slash])) }
      }
    }
    // Longest first: one folder's path may begin another's.
    let paths = folders.filter { $0.contains("/") }.sorted { $0.utf8.count > $1.utf8.count }
    return paths.reduce(message) { text, path in
      text.replacing(path, with: URL(filePath: path).lastPathComponent)
    }
  }
}
