public import ArgumentParser
import Experiments
import Foundation
public import Vision

struct MasksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "masks", abstract: "SAM’s automatic mask generator, as amg.py is called.",
    discussion: """
      Takes the options of segment-anything’s scripts/amg.py and writes what it writes: per image a \
      folder ID/ of 0/255 PNG files and metadata.csv, or with --convert-to-rle one ID.json of COCO \
      run lengths. Images that are done already, with the same weights and settings, are left as \
      they are.

      Without weights sam-nano makes the masks: a small model that comes with Sepal.

      Example: sepal masks --checkpoint sam_vit_b_01ec64.pth --model-type vit_b \
      --input VOC2012/JPEGImages --output masks/vit_b
      Without weights: sepal masks --model-type nano --input photographs --output masks/sam-nano
      """)

  @Option(
    help: ArgumentHelp(
      "A photograph, or a folder of photographs (.jpg, .jpeg, .png).", valueName: "path"))
  var input: String

  @Option(help: ArgumentHelp("Folder of the masks; made if need be.", valueName: "folder"))
  var output: String

  @Option(
    help: ArgumentHelp(
      """
      Weights as segment-anything or MobileSAM publish them, or safetensors (default: sam-nano’s).
      """,
      valueName: "file"))
  var checkpoint: String?

  @Option(
    help: ArgumentHelp(
      """
      \(Self.modelTypes), or “default” for vit_h (default: what the weights are).
      """,
      valueName: "name"))
  var modelType: String?

  @Option(help: "Only “cpu” is there to compute on.")
  var device = "cpu"

  @Flag(help: "Write ID.json with COCO run lengths instead of PNG files.")
  var convertToRle = false

  @OptionGroup(title: "Which masks")
  var generator: MaskGeneratorOptions

  @Option(help: "Arithmetic of the network: f32, or bf16, which is faster and coarser.")
  var precision = Precision.f32

  @Option(
    help: ArgumentHelp("File of ids, one a line; default: every photograph.", valueName: "file"))
  var list: String?

  @Option(
    help: ArgumentHelp(
      """
      Images in hand at once, which share the cores (default: one a core, at most \
      \(SAMSource.mostAtOnce); each takes 0.1 to 0.3 GB beside the weights).
      """))
  var jobs: Int?

  @Flag(help: "Print a summary as JSON.")
  var json = false

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1") }
    if device != "cpu" {
      throw ValidationError("--device \(device): sepal computes on the CPU only; leave it out")
    }
    let wanted = try wantedModel()
    if checkpoint == nil, let wanted, wanted != .nano {
      throw ValidationError(
        "--model-type \(modelType ?? wanted.name) needs its weights: --checkpoint FILE")
    }
    try generator.check()
  }

  private struct Summary: Codable {
    var model: String
    var precision: String
    /// Images whose masks were made now.
    var written: Int
    /// Images whose masks were there.
    var kept: Int
    /// Of both.
    var masks: Int
    var failed: [Lab.Problem]
  }

  func run() async throws {
    try await Failure.reporting {
      let interruption = Interruption()
      let export = MaskExport(
        try source(), of: try pictures(), to: output, form: convertToRle ? .json : .png)
      let cores = ProcessInfo.processInfo.activeProcessorCount
      let atOnce = jobs ?? min(cores, SAMSource.mostAtOnce, export.pictures.count)
      let outcome = try await export.run(
        jobs: atOnce, threads: max(1, cores / atOnce), observer: ProgressReporter(),
        isInterrupted: { interruption.isRequested })
      for problem in outcome.problems { Terminal.say("sepal: \(problem.id): \(problem.message)") }
      if json { Terminal.print(try JSONText.encode(summary(of: outcome, export.source))) }
      if interruption.isRequested { throw Failure.interrupted }
      if !outcome.problems.isEmpty {
        throw Failure(
          .badData,
          "\(outcome.problems.count) of \(export.pictures.count) images have no masks")
      }
    }
  }

  private static let modelTypes =
    SAMConfiguration.published.map { $0 == .nano ? "nano" : $0.name }.joined(separator: ", ")

  /// nil where the weights decide.
  private func wantedModel() throws -> SAMConfiguration? {
    switch modelType {
    case nil: return nil
    case "default"?: return .vitH
    case "nano"?: return .nano
    case let name?:
      guard let model = SAMConfiguration.published.first(where: { $0.name == name }) else {
        throw ValidationError("--model-type takes default, \(Self.modelTypes), not “\(name)”")
      }
      return model
    }
  }

  private func source() throws -> SAMSource {
    try Checkpoint.source(
      path: checkpoint, wanted: wantedModel(), precision: precision, settings: generator.settings)
  }

  private func pictures() throws -> [Dataset.Sample] {
    if FileManager.default.fileExists(atPath: input + "/.") {
      return try PlainFolder.open(images: input, list: list).samples
    }
    guard FileManager.default.fileExists(atPath: input) else {
      throw Failure(.missingInput, "--input \(input): neither a photograph nor a folder of them")
    }
    let id = try ImageID(URL(filePath: input).deletingPathExtension().lastPathComponent)
    guard !id.name.hasPrefix(".") else {
      throw Failure(.badData, "\(input): masks of a hidden file would be hidden too; rename it")
    }
    return [Dataset.Sample(id: id, imagePath: input, truthPath: nil)]
  }

  private func summary(
    of outcome: Lab.Outcome<MaskExport.ImageResult>, _ source: SAMSource
  ) -> Summary {
    Summary(
      model: source.configuration.name, precision: source.precision.rawValue,
      written: outcome.values.count { $0.isNew }, kept: outcome.values.count { !$0.isNew },
      masks: outcome.values.reduce(0) { $0 + $1.masks }, failed: outcome.problems)
  }
}

extension Precision: ExpressibleByArgument {}
