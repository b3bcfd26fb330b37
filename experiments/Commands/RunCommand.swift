import ArgumentParser
import Experiments
import Foundation

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs experiments and writes the report.",
    discussion: """
      Example: sepal run --dataset VOC2012 --pseudo transcam=labels/transcam \
      --masks sam-nano,region-tree --output output/transcam
      """)

  enum Format: String, CaseIterable { case html, pdf }

  @Argument(help: "Ids of experiments; all that fit the study by default.")
  var experiments: [String] = []

  @OptionGroup var options: StudyOptions

  @Option(help: "Folder of the report (default: output/ and the data set’s name).")
  var output: String?

  @Option(help: "html, pdf or both, separated by a comma.")
  var format = "html,pdf"

  @Option(help: "Largest size of the HTML file in MB; galleries shrink to fit.")
  var maxSize = 15

  @Flag(help: "Show measured seconds in the report; it then differs from run to run.")
  var timings = false

  func validate() throws {
    let words = format.split(separator: ",").map(String.init)
    if words.isEmpty || words.contains(where: { Format(rawValue: $0) == nil }) {
      throw ValidationError("--format takes html, pdf or html,pdf, not “\(format)”")
    }
    if maxSize < 1 { throw ValidationError("--max-size must be at least 1") }
  }

  func run() async throws {
    try await Failure.reporting {
      let interruption = Interruption()
      let chosen = try Catalogue.chosen(experiments)
      let progress = ProgressReporter()
      let lab = try options.lab(
        observer: progress, isInterrupted: { interruption.isRequested })
      let writer = try ReportWriter(
        folder: output ?? "output/\(options.isScenes ? "scenes" : lastComponent)",
        formats: Set(format.split(separator: ",").compactMap { Format(rawValue: String($0)) }),
        maximumBytes: maxSize * 1_000_000)
      let report = try await RunReport(
        running: chosen, areNamed: !experiments.isEmpty, in: lab, showsTimings: timings,
        invocation: invocation)
      lab.cache.synchronise()
      try lab.digests.save()
      if interruption.isRequested { throw Failure.interrupted }
      try await progress.showing("writing the report") {
        try await writer.write(report, jobs: lab.jobs)
      }
      for file in writer.mainFiles { Terminal.print(file) }
      if !report.problems.isEmpty {
        throw Failure(
          .badData,
          "\(report.problems.count) of \(lab.study.samples.count) images could not be used; "
            + "the report is about the others")
      }
    }
  }

  private var lastComponent: String { URL(filePath: options.dataset).lastPathComponent }

  /// The command that makes the report again, without folders of this machine.
  private var invocation: String {
    func last(_ path: String) -> String { URL(filePath: path).lastPathComponent }
    var words = ["sepal", "run"] + experiments
    if !options.isScenes { words += ["--dataset", lastComponent] }
    if options.isScenes && options.scenes != 200 { words += ["--scenes", "\(options.scenes)"] }
    if let split = options.split { words += ["--split", split] }
    for pair in options.pseudo {
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      words += ["--pseudo", "\(parts[0])=\(last(parts[1]))"]
    }
    words += ["--masks", options.maskWords.map(last).joined(separator: ",")]
    words += options.sam.words(for: options.maskWords)
    if let limit = options.limit { words += ["--limit", "\(limit)"] }
    words += ["--seed", "\(options.seed)"]
    return words.joined(separator: " ")
  }
}
