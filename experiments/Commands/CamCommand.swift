public import ArgumentParser
import Experiments
import Foundation
public import Vision

struct CamCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cam", abstract: "Class activation maps; trains or loads a classifier.",
    discussion: """
      Writes ID.npy for each image of the split: a dictionary as IRN writes it, with the maps of the \
      classes in the image’s label. With --train a classifier learns these labels first and is \
      written beside the maps, as classifier.safetensors. What is done is kept in the cache; the \
      same command goes on where it was stopped.

      Example: sepal cam --dataset VOC2012 --train --output cams/voc
      With a classifier trained before: sepal cam --dataset VOC2012 \
      --classifier cams/voc/classifier.safetensors --output cams/again
      """)

  @OptionGroup var data: DatasetOptions

  @Flag(help: "Train a classifier on the image-level labels.")
  var train = false

  @Option(
    help: ArgumentHelp("A classifier that --train has written.", valueName: "file"))
  var classifier: String?

  @Option(help: ArgumentHelp("Folder of the maps; made if need be.", valueName: "folder"))
  var output: String

  @OptionGroup(title: "Maps")
  var maps: ActivationOptions

  @Option(
    help: ArgumentHelp(
      "Also write seeds, ID.png in OUTPUT/seeds, with background below this activation.",
      valueName: "activation"))
  var background: Float?

  @Flag(help: "Print a summary as JSON.")
  var json = false

  func validate() throws {
    if train == (classifier != nil) {
      throw ValidationError("either --train or --classifier FILE says which classifier to use")
    }
    if let background, !(0...1).contains(background) {
      throw ValidationError("--background takes an activation from 0 to 1, not \(background)")
    }
  }

  private struct Summary: Codable {
    var dataset: String
    var images: Int
    var classifier: String?
    var failed: [Lab.Problem]
  }

  func run() async throws {
    try await Failure.reporting {
      let interruption = Interruption()
      let dataset = try data.opened()
      let origin: ClassifierSource.Origin =
        classifier.map { .file(path: $0) } ?? .trained(.standard(seed: data.seed))
      let source = ClassifierSource(origin, backbone: try Backbone.path)
      // No image could be worked on without it.
      if let classifier {
        _ = try Classifier(
          CheckpointFile(path: classifier),
          backbone: ClassifierBackbone(CheckpointFile(path: source.backbone)))
      }
      let export = ActivationExport(
        maps: .classifier(source, maps.settings), output: output, background: background)
      let study = Study(
        dataset: dataset, limit: data.limit, seeds: [], masks: [], randomSeed: data.seed,
        supervision: try data.supervision(for: dataset))
      let lab = try data.lab(
        observer: ProgressReporter(), isInterrupted: { interruption.isRequested }
      ) { study }
      let outcome = try await export.run(in: lab)
      if train { try export.writeClassifier(of: source, in: lab) }
      for problem in outcome.problems { Terminal.say("sepal: \(problem.id): \(problem.message)") }
      if json {
        Terminal.print(
          try JSONText.encode(
            Summary(
              dataset: dataset.name, images: outcome.values.count,
              classifier: train ? "classifier.safetensors" : nil, failed: outcome.problems)))
      }
      if interruption.isRequested { throw Failure.interrupted }
      if !outcome.problems.isEmpty {
        throw Failure(
          .badData, "\(outcome.problems.count) of \(study.samples.count) images have no maps")
      }
    }
  }
}

/// How activation maps are made.
struct ActivationOptions: ParsableArguments {
  @Option(help: "cam, or grad-cam.")
  var method = ActivationMapSettings.Method.cam

  @Option(
    help: ArgumentHelp("Sizes at which an image is seen.", valueName: "factors"))
  var scales = ActivationMapSettings.standard.scales.map { "\($0)" }.joined(separator: ",")

  @Flag(inversion: .prefixedNo, help: "Look at mirror images too.")
  var mirror = ActivationMapSettings.standard.mirrors

  func validate() throws {
    guard let factors, !factors.isEmpty, factors.allSatisfy({ (0.1...4).contains($0) }) else {
      throw ValidationError("--scales takes numbers from 0.1 to 4, such as 1,0.5, not “\(scales)”")
    }
  }

  private var factors: [Double]? {
    let words = scales.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = words.compactMap { Double($0) }
    return numbers.count == words.count ? numbers : nil
  }

  var settings: ActivationMapSettings {
    ActivationMapSettings(method: method, scales: factors ?? [1], mirrors: mirror)
  }
}

extension ActivationMapSettings.Method: ExpressibleByArgument {}
