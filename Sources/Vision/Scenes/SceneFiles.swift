import Foundation

/// The files of a folder of scenes.
struct SceneFiles: Sendable {
  let folder: String

  private enum Kind: String, CaseIterable {
    case image = "JPEGImages"
    case classes = "SegmentationClass"
    case instances = "SegmentationObject"
    case parts = "SegmentationPart"
  }

  private func path(_ kind: Kind, _ id: String) -> String {
    "\(folder)/\(kind.rawValue)/\(id).\(kind == .image ? "jpg" : "png")"
  }

  func makeFolders() throws(ImageFileError) {
    for name in Kind.allCases.map(\.rawValue) + ["ImageSets/Segmentation"] {
      let path = "\(folder)/\(name)"
      do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      } catch {
        throw .unwritable(path: path, reason: (error as NSError).localizedDescription)
      }
    }
  }

  /// Marks the folder as holding `series`, or finds that it does.
  func claim(series: String) throws {
    let path = "\(folder)/series.txt"
    guard FileManager.default.fileExists(atPath: path) else {
      return try FileBytes.write(Array(series.utf8), to: path)
    }
    let found = String(decoding: try FileBytes.read(path, maximumBytes: 1 << 12), as: UTF8.self)
    guard found == series else {
      throw SceneDatasetError.otherSeries(
        path: folder, expected: line(series), found: line(found))
    }
  }

  private func line(_ text: String) -> String {
    String(text.prefix { !$0.isNewline }.prefix(80))
  }

  /// Draws the scene at `index` unless all its files exist.
  func write(index: Int, seed: UInt64) throws(ImageFileError) {
    let id = SceneDataset.id(of: index)
    let isWhole = Kind.allCases.allSatisfy {
      FileManager.default.fileExists(atPath: path($0, id))
    }
    guard !isWhole else { return }
    let scene = Scene.draw(index: index, seed: seed)
    let classes = scene.classes.voidingContours(of: scene.instances)
    try write(scene.parts, .parts, id)
    try write(scene.instances, .instances, id)
    try write(classes, .classes, id)
    try write(JPEGCodec.encode(scene.image, quality: 92), to: path(.image, id))
  }

  private func write(_ labels: LabelMap, _ kind: Kind, _ id: String) throws(ImageFileError) {
    try write(PNGCodec.encodePalette(labels, palette: VOCPalette.bytes), to: path(kind, id))
  }

  /// Every scene has the time of its version: a report takes its date from its newest input, and
  /// scenes drawn anew must not make it another report.
  private func write(_ bytes: [UInt8], to path: String) throws(ImageFileError) {
    try FileBytes.write(bytes, to: path)
    try FileBytes.setModificationTime(SceneDataset.versionTime, of: path)
  }

  func writeLists(_ ids: [String]) throws {
    try write(lines: SceneDataset.classes.names, "classes.txt")
    try write(lines: ["class,label,part"] + partLines, "parts.csv")
    try write(lines: ids, "ImageSets/Segmentation/trainval.txt")
    let dataset = try SceneDataset.open(folder, split: "trainval")
    let labels = try ImageLevelLabels.fromTruth(of: dataset).csv(classes: SceneDataset.classes)
    try FileBytes.write(Array(labels.utf8), to: "\(folder)/image-labels.csv")
    let odd = ids.indices.filter { $0 % 2 == 0 }.map { ids[$0] }
    let even = ids.indices.filter { $0 % 2 == 1 }.map { ids[$0] }
    try write(lines: odd, "ImageSets/Segmentation/train.txt")
    try write(lines: even, "ImageSets/Segmentation/val.txt")
  }

  private var partLines: [String] {
    SceneClass.allCases.flatMap { kind in
      kind.parts.enumerated().map { "\(kind.name),\($0 + 1),\($1)" }
    }
  }

  private func write(lines: [String], _ name: String) throws(ImageFileError) {
    try FileBytes.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "\(folder)/\(name)")
  }
}
