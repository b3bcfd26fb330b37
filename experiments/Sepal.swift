import ArgumentParser
import Vision

/// The command line.
@main
struct Sepal: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sepal",
    abstract: "Reproducible experiments on SAM-enhanced pseudo labels (SEPL, arXiv 2305.05803).",
    discussion: """
      Example: sepal run --dataset VOC2012 --pseudo transcam=labels/transcam --masks sam-nano

      Exit status: 0 done, 1 a verification differs, 64 usage, 65 bad data, 66 missing input, \
      75 incomplete (run again to resume), 130 interrupted.
      """,
    version: Version.text,
    subcommands: [
      ListCommand.self, PlanCommand.self, RunCommand.self, MasksCommand.self, MergeCommand.self,
      EvalCommand.self, DoctorCommand.self, CacheCommand.self,
    ])
}

extension Sepal {
  static func main() async {
    Heap.keepFreedMemory()
    await main(nil)
  }
}

/// What `--version` prints and every report carries.
enum Version {
  static let number = "0.1.0"

  /// The commit, and whether the tree differed from it.
  static var commit: String {
    Embedded.patch.isEmpty ? Embedded.commit : Embedded.commit + " with changes"
  }

  static var text: String { "\(number) (\(commit))" }
}
