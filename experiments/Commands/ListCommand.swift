import ArgumentParser
import Experiments
import Foundation

struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The experiments: id, question, state.",
    discussion: "Example: sepal list --dataset VOC2012 --pseudo transcam=labels/transcam")

  @OptionGroup var options: StudyOptions

  @Flag(help: "Print JSON.")
  var json = false

  private struct Entry: Codable {
    var id: String
    var question: String
    var state: String
  }

  func run() async throws {
    try await Failure.reporting {
      var entries: [Entry] = []
      // Line by line: with many images a state takes a moment to find out.
      try forEachState { experiment, state in
        let entry = Entry(
          id: experiment.id, question: experiment.question, state: state.rawValue)
        if !json { Terminal.print(line(entry)) }
        entries.append(entry)
      }
      if json { Terminal.print(try JSONText.encode(entries)) }
    }
  }

  private func line(_ entry: Entry) -> String {
    let width = Catalogue.experiments.map(\.id.count).max() ?? 0
    let id = entry.id.padding(toLength: width, withPad: " ", startingAt: 0)
    let state = entry.state.padding(toLength: 14, withPad: " ", startingAt: 0)
    return "\(id)  \(state)  \(entry.question)"
  }

  /// Every experiment with its state. Scenes are not drawn only to say that nothing was run on them.
  private func forEachState(_ body: (any ReportedExperiment, Plan.State) -> Void) throws {
    if options.data.needsDrawing {
      for experiment in Catalogue.experiments { body(experiment, .neverRun) }
      return
    }
    let lab = try options.lab(observer: ProgressReporter(), isInterrupted: { false })
    for experiment in Catalogue.experiments { body(experiment, lab.plan(experiment).state) }
    try lab.digests.save()
  }
}

/// JSON for standard output and for files: sorted keys, the same on every machine.
enum JSONText {
  static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
