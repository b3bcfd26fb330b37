import ArgumentParser
import Experiments
import Foundation
import Vision

/// What a run is about and where its results are kept.
struct StudyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The images: a VOC devkit folder, a folder with images/ and labels/ (and classes.txt), or \
      “scenes” for the embedded data set.
      """,
      valueName: "folder"))
  var dataset = "scenes"

  @Option(help: "The split whose list names the images.")
  var split: String?

  @Option(
    help: ArgumentHelp(
      "Pseudo labels, ID.png each, under a name for the tables; may be repeated.",
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

  @Option(help: "Use only the first so many images.")
  var limit: Int?

  @Option(help: "How many scenes to draw when the data set is “scenes”.")
  var scenes = 200

  @Option(help: "Seeds every random choice.")
  var seed: UInt64 = 0

  @Option(help: "Images in hand at once.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Option(
    help: ArgumentHelp(
      "Where results are kept (default: $SEPAL_CACHE, else ~/.cache/sepal).", valueName: "folder"))
  var cache: String?

  func validate() throws {
    if jobs < 1 { throw ValidationError("--jobs must be at least 1") }
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    if scenes < 2 { throw ValidationError("--scenes must be at least 2") }
    let names = try namedFolders().map(\.name)
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

  /// What `--pseudo` was given.
  func namedFolders() throws -> [(name: String, folder: String)] {
    try pseudo.map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, !pair.hasPrefix("=") else {
        throw ValidationError("--pseudo takes NAME=FOLDER, not “\(pair)”")
      }
      return (parts[0], parts[1])
    }
  }

  var cacheFolder: String {
    let environment = ProcessInfo.processInfo.environment
    if let cache { return cache }
    if let chosen = environment["SEPAL_CACHE"], !chosen.isEmpty { return chosen }
    if let base = environment["XDG_CACHE_HOME"], base.hasPrefix("/") { return base + "/sepal" }
    return NSHomeDirectory() + "/.cache/sepal"
  }

  var isScenes: Bool { dataset == "scenes" }

  /// The study, its data set opened (drawn first where it is the embedded one).
  func study() throws -> Study {
    let dataset = try isScenes ? drawnScenes() : openedDataset()
    var seeds = try namedFolders().map { try SeedSource.folder(name: $0.name, path: $0.folder) }
    if seeds.isEmpty && isScenes {
      seeds = [.simulated(falseNegativeRate: 0.4, falsePositiveRate: 0.15, seed: seed)]
    }
    return Study(
      dataset: dataset, limit: limit, seeds: seeds, masks: try maskSources(), randomSeed: seed)
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

  /// A folder of images/ is a plain data set; anything else should be a VOC devkit.
  func openedDataset() throws -> Dataset {
    if FileManager.default.fileExists(atPath: dataset + "/images/.") {
      return try PlainFolder.open(dataset)
    }
    return try VOCDevkit.open(path: dataset, split: split ?? "train")
  }

  private var scenesFolder: String {
    "\(cacheFolder)/scenes-\(SceneDataset.version)-\(seed)-\(scenes)"
  }

  /// Whether the first run has yet to draw the scenes. Their lists are written last.
  var needsDrawing: Bool {
    isScenes
      && !FileManager.default.fileExists(
        atPath: scenesFolder + "/ImageSets/Segmentation/val.txt")
  }

  /// Draws the scenes into the cache folder, unless they are there.
  private func drawnScenes() throws -> Dataset {
    if needsDrawing {
      Terminal.say("drawing \(scenes) scenes, which later runs find in \(scenesFolder)")
      try SceneDataset.write(to: scenesFolder, count: scenes, seed: seed, jobs: jobs)
    }
    return try SceneDataset.open(scenesFolder, split: split ?? "val")
  }

  /// Everything a run needs.
  func lab(
    observer: ProgressReporter, isInterrupted: @escaping @Sendable () -> Bool
  ) throws -> Lab {
    let store = try observer.showing("opening the cache") { try Cache(folder: cacheFolder) }
    for damage in store.damage { observer.warn(damage) }
    return Lab(
      study: try study(), cache: store, digests: FileDigests(folder: cacheFolder), jobs: jobs,
      observer: observer, isInterrupted: isInterrupted)
  }
}
