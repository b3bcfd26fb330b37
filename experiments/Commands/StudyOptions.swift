import ArgumentParser
import Experiments
import Foundation
import Vision

/// What a run is about and where its results are kept.
struct StudyOptions: ParsableArguments {
  @OptionGroup var data: DatasetOptions

  @Option(
    help: ArgumentHelp(
      """
      Pseudo labels under a name for the tables, as a folder of ID.png, or of activation maps as \
      IRN and SEAM write them; or “cam” for those of a classifier that learns the image-level \
      labels. May be repeated (default: cam).
      """,
      valueName: "name=folder"))
  var pseudo: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Masks: “sam-nano”, “region-tree”, “sam” (with --checkpoint), or a folder as amg.py writes; \
      several separated by commas (default: sam-nano, or sam with --checkpoint).
      """,
      valueName: "source"))
  var masks: String?

  @OptionGroup var sam: SAMOptions

  func validate() throws {
    let names = try seedWords().map(\.name)
    if let name = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw ValidationError("--pseudo names “\(name)” twice; tables tell labels apart by name")
    }
    if let masks, maskWords.isEmpty {
      throw ValidationError(
        "--masks takes “sam-nano”, “region-tree”, “sam” or a folder, not “\(masks)”")
    }
    if let word = maskWords.first(where: { word in maskWords.count { $0 == word } > 1 }) {
      throw ValidationError("--masks names “\(word)” twice")
    }
    if maskWords.contains("sam"), sam.checkpoint == nil {
      throw ValidationError("--masks sam needs SAM’s weights: --checkpoint FILE")
    }
  }

  /// What `--pseudo` was given; no folder for “cam”.
  func seedWords() throws -> [(name: String, folder: String?)] {
    try (pseudo.isEmpty ? ["cam"] : pseudo).map { word in
      if word == "cam" { return ("CAM", nil) }
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, !word.hasPrefix("=") else {
        throw ValidationError("--pseudo takes NAME=FOLDER or cam, not “\(word)”")
      }
      return (parts[0], parts[1])
    }
  }

  /// The study, its data set opened (drawn first where it is the embedded one).
  func study() throws -> Study {
    let dataset = try data.opened()
    let seeds = try seedWords().map { try seedSource($0.name, $0.folder) }
    let usesMaps = seeds.contains { $0.activations != nil }
    return Study(
      dataset: dataset, limit: data.limit, seeds: seeds, masks: try maskSources(),
      randomSeed: data.seed, supervision: usesMaps ? try data.supervision(for: dataset) : nil,
      postProcessing: usesMaps
        ? PostProcessing(crf: .irn, affinity: AffinitySource(.frozen, backbone: try Backbone.path))
        : nil,
      photographs: data.isScenes ? try photographs() : nil)
  }

  /// Photographs that `scripts/fetch-photographs` has fetched; nil where it has not.
  private func photographs() throws -> PhotographSet? {
    let environment = ProcessInfo.processInfo.environment
    let folder = WeightsFolder.beside("photographs", "SEPAL_PHOTOGRAPHS", environment)
    guard FileManager.default.fileExists(atPath: folder + "/.") else { return nil }
    let samples = try PlainFolder.open(images: folder).samples
    return samples.isEmpty ? nil : PhotographSet(samples: samples, backbone: try Backbone.path)
  }

  private func seedSource(_ name: String, _ folder: String?) throws -> SeedSource {
    guard let folder else {
      let classifier = ClassifierSource(
        .trained(.standard(seed: data.seed)), backbone: try Backbone.path)
      return .activations(.init(.classifier(classifier, .standard)), name: name)
    }
    let labels = try SeedSource.folder(name: name, path: folder)
    let maps = try CAMFolder(path: folder)
    return try maps.ids().isEmpty ? labels : .activations(.init(.folder(maps)), name: name)
  }

  /// What `--masks` was given, or means where it is not.
  var maskWords: [String] {
    (masks ?? (sam.checkpoint == nil ? "sam-nano" : "sam")).split(separator: ",").map(String.init)
  }

  private func maskSources() throws -> [MaskSource] {
    let sources = try maskWords.map(maskSource)
    if let twice = sources.first(where: { one in sources.count { $0.name == one.name } > 1 }) {
      throw Failure(
        .usage, "--masks: two sources are called “\(twice.name)”, and tables tell them by name")
    }
    return sources
  }

  private func maskSource(_ name: String) throws -> MaskSource {
    if name == "sam-nano" { return .sam(try sam.nano()) }
    if name == "region-tree" { return .regionTree }
    if name == "sam" { return .sam(try sam.source()) }
    guard FileManager.default.fileExists(atPath: name + "/.") else {
      throw Failure(
        .missingInput,
        "--masks \(name): neither “sam-nano”, “region-tree” nor “sam”, nor a folder of masks as "
          + "amg.py writes")
    }
    return .folder(name: URL(filePath: name).lastPathComponent, path: name)
  }

  /// Everything a run needs.
  func lab(
    observer: ProgressReporter, isInterrupted: @escaping @Sendable () -> Bool
  ) throws -> Lab {
    try data.lab(observer: observer, isInterrupted: isInterrupted) { try study() }
  }
}
