import ArgumentParser
import Experiments
import Foundation
import Vision

/// Which images a command is about, what is known of them, and where results are kept.
struct DatasetOptions: ParsableArguments {
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
      """
      Image-level labels: cls_labels.npy, a CSV file, or VOC’s folder Annotations (default: what \
      lies with the data set; else what its ground truth shows, which the report says).
      """,
      valueName: "file"))
  var labels: String?

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
  }

  var cacheFolder: String {
    let environment = ProcessInfo.processInfo.environment
    if let cache { return cache }
    if let chosen = environment["SEPAL_CACHE"], !chosen.isEmpty { return chosen }
    if let base = environment["XDG_CACHE_HOME"], base.hasPrefix("/") { return base + "/sepal" }
    return NSHomeDirectory() + "/.cache/sepal"
  }

  var isScenes: Bool { dataset == "scenes" }

  /// The last part of the data set's path.
  var lastComponent: String { URL(filePath: dataset).lastPathComponent }

  /// The data set, drawn first where it is the embedded one.
  func opened() throws -> Dataset {
    try isScenes ? drawnScenes() : openedFolder()
  }

  /// A folder of images/ is a plain data set; anything else should be a VOC devkit.
  func openedFolder() throws -> Dataset {
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

  /// What images show, and which of them to learn from: of the scenes those of train; of another data
  /// set all of the split, however many of them are in use. nil where nothing says what they show.
  func supervision(for dataset: Dataset) throws -> Supervision? {
    let training =
      isScenes ? try SceneDataset.open(scenesFolder, split: "train").samples : dataset.samples
    let ids = Set(dataset.samples.map(\.id) + training.map(\.id)).sorted()
    let found =
      if let labels {
        try ImageLevelLabels.read(path: labels, classes: dataset.classes, ids: ids)
      } else {
        try ImageLevelLabels.found(in: root, classes: dataset.classes, ids: ids)
      }
    if let found { return Supervision(labels: found, training: training) }
    guard dataset.samples.contains(where: { $0.truthPath != nil }) else { return nil }
    return Supervision(labels: try .fromTruth(of: dataset), training: training)
  }

  /// The folder that a data set's own labels lie in.
  private var root: String {
    get throws {
      if isScenes { return scenesFolder }
      if FileManager.default.fileExists(atPath: dataset + "/images/.") { return dataset }
      return try VOCDevkit.root(of: dataset)
    }
  }
}
