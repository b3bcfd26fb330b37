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
      let entries = try states().map { experiment, state in
        Entry(id: experiment.id, question: experiment.question, state: state.rawValue)
      }
      if json {
        Terminal.print(try JSONText.encode(entries))
      } else {
        let width = entries.map(\.id.count).max() ?? 0
        for entry in entries {
          let id = entry.id.padding(toLength: width, withPad: " ", startingAt: 0)
          let state = entry.state.padding(toLength: 14, withPad: " ", startingAt: 0)
          Terminal.print("\(id)  \(state)  \(entry.question)")
        }
      }
    }
  }
}

extension ListCommand {
  /// Every experiment with its state. Scenes are not drawn only to say that nothing was run on them.
  private func states() throws -> [(any ReportedExperiment, Plan.State)] {
    if options.needsDrawing { return Catalogue.experiments.map { ($0, .neverRun) } }
    let lab = try options.lab(observer: ProgressReporter(), isInterrupted: { false })
    let states = Catalogue.experiments.map { ($0, lab.plan($0).state) }
    try lab.digests.save()
    return states
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
