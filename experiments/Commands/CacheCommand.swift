import ArgumentParser
import Experiments
import Foundation

struct CacheCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "The cache’s size and contents; pruning.",
    discussion: "Example: sepal cache prune --step scores",
    subcommands: [Size.self, List.self, Prune.self], defaultSubcommand: Size.self)

  struct Folder: ParsableArguments {
    @Option(help: "The cache folder (default: $SEPAL_CACHE, else ~/.cache/sepal).")
    var cache: String?

    func open() throws -> Cache {
      var options = DatasetOptions()
      options.cache = cache
      let store = try Cache(folder: options.cacheFolder)
      for damage in store.damage { Terminal.say("sepal: warning: \(damage)") }
      return store
    }
  }

  struct Size: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "How much is kept.", discussion: "Example: sepal cache size --json")
    @OptionGroup var folder: Folder
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
      try await Failure.reporting {
        let usage = try folder.open().usage
        let bytes = usage.reduce(0) { $0 + $1.bytes }
        let objects = usage.reduce(0) { $0 + $1.objects }
        Terminal.print(
          json
            ? try JSONText.encode(["bytes": bytes, "objects": objects])
            : "\(objects) objects, \(bytes / 1024) KiB")
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What each step keeps.", discussion: "Example: sepal cache list --json")
    @OptionGroup var folder: Folder
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
      try await Failure.reporting {
        let usage = try folder.open().usage
        if json { return Terminal.print(try JSONText.encode(usage)) }
        for step in usage {
          Terminal.print(
            "\(step.step): \(step.objects) objects, \(step.bytes / 1024) KiB, "
              + String(format: "%.3f s each", step.meanSeconds))
        }
      }
    }
  }

  struct Prune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Removes results, all or one step’s; what a run is writing is left alone.",
      discussion: "Example: sepal cache prune --step scores")
    @OptionGroup var folder: Folder
    @Option(help: "Remove only what this step made; may be repeated.") var step: [String] = []
    @Flag(help: "Remove everything.") var all = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
      if all != step.isEmpty { throw ValidationError("name a --step, or say --all") }
    }

    func run() async throws {
      try await Failure.reporting {
        let report = try folder.open().prune { note in !all && !step.contains(note.step) }
        Terminal.print(
          json
            ? try JSONText.encode(report)
            : "removed \(report.removedObjects) objects, freed \(report.freedBytes / 1024) KiB"
              + (report.busyPacks > 0 ? ", left \(report.busyPacks) packs in use" : ""))
      }
    }
  }
}
