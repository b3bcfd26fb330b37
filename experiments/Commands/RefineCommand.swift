public import ArgumentParser
public import Experiments
import Foundation
import Vision

struct RefineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "refine",
    abstract: "Post-processing of activation maps: dense CRF, AffinityNet’s random walk.",
    discussion: """
      Reads ID.npy or ID.npz of each image, dictionaries as IRN and SEAM write them. A random walk \
      learns affinities from the maps and writes maps again; a dense CRF writes pseudo labels, \
      ID.png. With both, the walk comes first.

      Example: sepal refine --dataset VOC2012 --cams cams/voc --method dense-crf --output labels/crf
      Both: sepal refine --dataset VOC2012 --cams cams/voc --method random-walk,dense-crf \
      --output labels/both
      """)

  @OptionGroup var data: DatasetOptions

  @Option(help: ArgumentHelp("Folder of activation maps.", valueName: "folder"))
  var cams: String

  @Option(help: "random-walk, dense-crf, or both, separated by a comma.")
  var method = "dense-crf"

  @Option(
    help: ArgumentHelp(
      "Whose dense CRF: \(CRFParameters.presets.map(\.name).joined(separator: ", ")).",
      valueName: "name"))
  var crf = "irn"

  @Option(
    help: ArgumentHelp(
      "Whose random walk: psa, irn, or frozen, for a backbone as it is.", valueName: "name"))
  var walk = AffinitySource.Preset.frozen

  @Option(
    help: ArgumentHelp(
      """
      The activation below which a pixel is background: a number, or “held-out” for the best on the \
      other half of the images.
      """,
      valueName: "activation"))
  var background = "0.15"

  @Option(help: ArgumentHelp("Folder of what is written; made if need be.", valueName: "folder"))
  var output: String

  @Flag(help: "Print a summary as JSON.")
  var json = false

  private var methods: Set<String> { Set(method.split(separator: ",").map(String.init)) }

  private var preset: CRFParameters? { CRFParameters.presets.first { $0.name == crf } }

  private var choice: BackgroundChoice? {
    if background == "held-out" { return .heldOut }
    guard let value = Float(background), (0...1).contains(value) else { return nil }
    return .fixed(value)
  }

  func validate() throws {
    if methods.isEmpty || !methods.isSubset(of: ["random-walk", "dense-crf"]) {
      throw ValidationError(
        "--method takes random-walk, dense-crf or random-walk,dense-crf, not “\(method)”")
    }
    if preset == nil {
      let names = CRFParameters.presets.map(\.name).joined(separator: ", ")
      throw ValidationError("--crf takes \(names), not “\(crf)”")
    }
    if choice == nil {
      throw ValidationError(
        "--background takes an activation from 0 to 1, or held-out, not “\(background)”")
    }
  }

  private struct Summary: Codable {
    var dataset: String
    var method: [String]
    var images: Int
    var failed: [Lab.Problem]
  }

  func run() async throws {
    try await Failure.reporting {
      let interruption = Interruption()
      let dataset = try data.opened()
      let study = Study(
        dataset: dataset, limit: data.limit, seeds: [], masks: [], randomSeed: data.seed)
      let lab = try data.lab(
        observer: ProgressReporter(), isInterrupted: { interruption.isRequested }
      ) { study }
      let outcome = try await export().run(in: lab)
      for problem in outcome.problems { Terminal.say("sepal: \(problem.id): \(problem.message)") }
      if json {
        Terminal.print(
          try JSONText.encode(
            Summary(
              dataset: dataset.name, method: methods.sorted().reversed(),
              images: outcome.values.count, failed: outcome.problems)))
      }
      if interruption.isRequested { throw Failure.interrupted }
      if !outcome.problems.isEmpty {
        throw Failure(
          .badData, "\(outcome.problems.count) of \(study.samples.count) images were not refined")
      }
    }
  }

  private func export() throws -> ActivationExport {
    var maps = ActivationSource.folder(try CAMFolder(path: cams))
    if methods.contains("random-walk") {
      maps = .walked(maps, AffinitySource(walk, backbone: try Backbone.path))
    }
    return ActivationExport(
      maps: maps, output: output,
      labels: methods.contains("dense-crf")
        ? ActivationSeeds(maps, background: choice ?? .standard, crf: preset) : nil)
  }
}

extension AffinitySource.Preset: ExpressibleByArgument {}
