import ArgumentParser
import Experiments
import Foundation
import Vision

struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Pseudo labels and masks in, enhanced pseudo labels out.",
    discussion: """
      Masks are, per image, a folder ID/ of 0/255 PNG files or one ID.json of COCO run lengths, as \
      amg.py writes. With --cache the run lengths are kept, so that the next merge reads no masks.

      Example: sepal merge --pseudo labels/transcam --masks masks/vit_h --output labels/enhanced
      """)

  @Option(help: "Folder of pseudo labels, ID.png each.") var pseudo: String
  @Option(help: "Folder of masks.") var masks: String
  @Option(help: "Folder for the enhanced labels; made if need be.") var output: String
  @Option(help: "\(SEPLRule.mergeNames.joined(separator: ", ")).") var rule = SEPLRule.sepl.name
  @Option(
    help: """
      A mask is taken if more than this share of it lies in the class (default: the rule’s own, 0.5).
      """)
  var maskThreshold: Double?
  @Option(
    help: """
      … or if more than this share of the class lies in it (default: the rule’s own, 0.85).
      """)
  var labelThreshold: Double?
  @Option(help: "Ignore masks of more than this share of the image (default: the rule’s own).")
  var maximumMaskArea: Double?
  @Option(help: "File of ids, one a line; default: every pseudo label.") var list: String?
  @Option(help: "Keep masks as run lengths in this folder.") var cache: String?
  @Option(help: "Images in hand at once.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount
  @Flag(help: "Print a summary as JSON.") var json = false

  func validate() throws {
    if jobs < 1 { throw ValidationError("--jobs must be at least 1") }
    if !SEPLRule.mergeNames.contains(rule) {
      throw ValidationError(
        "there is no rule “\(rule)”; there are \(SEPLRule.mergeNames.joined(separator: ", "))")
    }
    for threshold in [maskThreshold, labelThreshold, maximumMaskArea].compactMap(\.self)
    where !(0...1).contains(threshold) {
      throw ValidationError("thresholds are shares, from 0 to 1, not \(threshold)")
    }
  }

  private struct Summary: Codable {
    var merged: Int
    var failed: [Lab.Problem]
  }

  func run() async throws {
    try await Failure.reporting {
      let interruption = Interruption()
      guard let rule = SEPLRule.named(rule) else { throw Failure(.usage, "no rule \(rule)") }
      let merge = try Merge(
        labels: try LabelFolder(path: pseudo), masks: masks, output: output, rule: rule,
        thresholds: SEPLThresholds(
          mask: maskThreshold ?? rule.defaults.mask,
          label: labelThreshold ?? rule.defaults.label,
          maximumMaskArea: maximumMaskArea ?? rule.defaults.maximumMaskArea),
        ids: try list.map { try SplitList.read(path: $0).ids })
      let outcome = try await merge.run(
        cacheFolder: cache, jobs: jobs, observer: ProgressReporter(),
        isInterrupted: { interruption.isRequested })
      for problem in outcome.problems { Terminal.say("sepal: \(problem.id): \(problem.message)") }
      if json {
        Terminal.print(
          try JSONText.encode(Summary(merged: outcome.ids.count, failed: outcome.problems)))
      }
      if !outcome.problems.isEmpty {
        let total = outcome.ids.count + outcome.problems.count
        throw Failure(
          .badData, "\(outcome.problems.count) of \(total) images could not be merged")
      }
    }
  }
}

extension SEPLRule {
  /// The rules that read no ground truth.
  static var mergeNames: [String] { all.filter { $0.reference == .pseudoLabel }.map(\.name) }
}
