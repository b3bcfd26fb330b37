public import ArgumentParser
import Experiments
import Foundation
public import Vision

struct EvalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Scores predictions against ground truth.",
    discussion: """
      Example: sepal eval --predictions labels/transcam --ground-truth VOC2012/SegmentationClass \
      --list VOC2012/ImageSets/Segmentation/train.txt --json
      """)

  enum ScoreProtocol: String, ExpressibleByArgument, CaseIterable {
    case voc
    case samWSSS = "sam-wsss"
  }

  @Option(help: "Folder of predicted labels, ID.png each.") var predictions: String
  @Option(help: "Folder of true labels, ID.png each.") var groundTruth: String
  @Option(help: "File of ids, one a line; default: every prediction.") var list: String?
  @Option(name: .customLong("protocol"), help: "voc or sam-wsss.") var scoring = ScoreProtocol.voc
  @Option(help: "voc, coco, or a file with one class name a line, background first.")
  var classes = "voc"
  @Option(help: "Void in predictions counts as background, or is ignored.")
  var predictedVoid = ConfusionMatrix.PredictedVoid.background
  @Option(help: "Images in hand at once.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if jobs < 1 { throw ValidationError("--jobs must be at least 1") }
  }

  func run() async throws {
    try await Failure.reporting {
      let evaluation = try Evaluation(
        predictions: LabelFolder(path: predictions), truth: LabelFolder(path: groundTruth),
        ids: list.map { try SplitList.read(path: $0).ids },
        classes: ClassNames.named(classes), predictedVoid: predictedVoid)
      let outcome = try await evaluation.outcome(jobs: jobs)
      for problem in outcome.problems { Terminal.say("sepal: \(problem.id): \(problem.message)") }
      let result = try EvaluationResult(outcome, scoring, evaluation.classes)
      Terminal.print(json ? try JSONText.encode(result) : result.text)
      if !outcome.problems.isEmpty {
        throw Failure(
          .badData,
          "\(outcome.problems.count) of \(evaluation.ids.count) images could not be scored")
      }
    }
  }
}

extension EvalCommand.ScoreProtocol: Codable {}
extension ConfusionMatrix.PredictedVoid: ExpressibleByArgument {}

extension ClassNames {
  /// `voc`, `coco`, or the names in a file.
  static func named(_ word: String) throws -> ClassNames {
    switch word {
    case "voc": .voc
    case "coco": .coco
    default: try .read(path: word)
    }
  }
}
