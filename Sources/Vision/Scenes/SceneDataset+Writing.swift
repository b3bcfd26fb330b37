import Dispatch
import Foundation
import Synchronization

extension SceneDataset {
  /// Writes the first `count` scenes of the series that `seed` begins into `folder`, as VOC does:
  /// `JPEGImages/ID.jpg`, `SegmentationClass/ID.png`, `SegmentationObject/ID.png`,
  /// `ImageSets/Segmentation/{train,val,trainval}.txt`; beside these `SegmentationPart/ID.png`,
  /// `classes.txt` and `image-labels.csv`. Scenes go to train and val in turn. The same arguments
  /// give the same bytes, however many jobs there are.
  ///
  /// Class labels have void along contours (`LabelMap.voidingContours`); instances and parts are
  /// exact.
  ///
  /// Files appear whole, and the lists last: a folder with lists is complete. Run again after an
  /// interruption, it draws the scenes that lack a file.
  ///
  /// - Parameter jobs: how many scenes are drawn at a time, at least 1; never more than there are
  ///   processors.
  ///
  /// Throws: `SceneDatasetError.otherSeries` for a folder with scenes of another seed or version,
  /// `ImageFileError` or `SampleError` for a file that cannot be written or read back.
  public static func write(to folder: String, count: Int, seed: UInt64, jobs: Int) throws {
    precondition(count >= 2 && jobs >= 1, "SceneDataset.write: \(count) scenes, \(jobs) jobs")
    let files = SceneFiles(folder: folder)
    try files.makeFolders()
    try files.claim(series: "scenes version \(version), seed \(seed)\n")
    let firstError = Mutex<ImageFileError?>(nil)
    DispatchQueue.concurrentPerform(iterations: min(jobs, count)) { worker in
      for index in stride(from: worker, to: count, by: jobs) {
        guard firstError.withLock({ $0 == nil }) else { return }
        do throws(ImageFileError) {
          try files.write(index: index, seed: seed)
        } catch {
          firstError.withLock { $0 = $0 ?? error }
        }
      }
    }
    if let error = firstError.withLock({ $0 }) { throw error }
    try files.writeLists((0..<count).map { id(of: $0) })
  }
}

/// A folder of scenes that was begun with other arguments.
public enum SceneDatasetError: Error, Equatable, Sendable, CustomStringConvertible {
  case otherSeries(path: String, expected: String, found: String)

  public var description: String {
    switch self {
    case .otherSeries(let path, let expected, let found):
      "\(path): the folder holds “\(found)” where “\(expected)” is to be written; "
        + "choose another folder or remove this one"
    }
  }
}

/// The files of a folder of scenes.
private struct SceneFiles: Sendable {
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
    try ImageFile.writeJPEG(scene.image, to: path(.image, id), quality: 92)
  }

  private func write(_ labels: LabelMap, _ kind: Kind, _ id: String) throws(ImageFileError) {
    try FileBytes.write(
      PNGCodec.encodePalette(labels, palette: VOCPalette.bytes), to: path(kind, id))
  }

  func writeLists(_ ids: [String]) throws {
    try write(lines: SceneDataset.classes.names, "classes.txt")
    try write(lines: ids, "ImageSets/Segmentation/trainval.txt")
    let dataset = try SceneDataset.open(folder, split: "trainval")
    let labels = try ImageLevelLabels.fromTruth(of: dataset).csv(classes: SceneDataset.classes)
    try FileBytes.write(Array(labels.utf8), to: "\(folder)/image-labels.csv")
    let odd = ids.indices.filter { $0 % 2 == 0 }.map { ids[$0] }
    let even = ids.indices.filter { $0 % 2 == 1 }.map { ids[$0] }
    try write(lines: odd, "ImageSets/Segmentation/train.txt")
    try write(lines: even, "ImageSets/Segmentation/val.txt")
  }

  private func write(lines: [String], _ name: String) throws(ImageFileError) {
    try FileBytes.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "\(folder)/\(name)")
  }
}
