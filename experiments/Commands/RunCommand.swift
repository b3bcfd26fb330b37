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
      var lab = try options.lab(
        observer: progress, isInterrupted: { interruption.isRequested })
      lab.showsTimings = timings
      let writer = try ReportWriter(
        folder: output ?? "output/\(options.data.isScenes ? "scenes" : options.data.lastComponent)",
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

  /// The command that makes the report again, without folders of this machine.
  private var invocation: String {
    func last(_ path: String) -> String { URL(filePath: path).lastPathComponent }
    var words = ["sepal", "run"] + experiments
    if !options.data.isScenes { words += ["--dataset", options.data.lastComponent] }
    if options.data.isScenes && options.data.scenes != 200 {
      words += ["--scenes", "\(options.data.scenes)"]
    }
    if let split = options.data.split { words += ["--split", split] }
    for word in options.pseudo {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      words += ["--pseudo", parts.count == 2 ? "\(parts[0])=\(last(parts[1]))" : word]
    }
    if let labels = options.data.labels { words += ["--labels", last(labels)] }
    words += ["--masks", options.maskWords.map(last).joined(separator: ",")]
    words += options.sam.words(for: options.maskWords)
    if let limit = options.data.limit { words += ["--limit", "\(limit)"] }
    words += ["--seed", "\(options.data.seed)"]
    return words.joined(separator: " ")
  }
}
