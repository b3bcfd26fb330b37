import Foundation

/// Why a set of scenes could not be written.
public enum SceneDatasetError: Error, Equatable, Sendable {
  /// The folder holds scenes drawn otherwise; `found` and `expected` describe how.
  case foreignFolder(path: String, found: String, expected: String)
  case unwritable(path: String, reason: String)
}

extension SceneDatasetError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .foreignFolder(let path, let found, let expected):
      "\(path): holds other scenes (\(found), not \(expected)); choose another folder or empty it"
    case .unwritable(let path, let reason):
      "\(path): cannot be written (\(reason)); check the folder's permissions and free space"
    }
  }
}

/// The scenes of one seed as a data set in the layout of PASCAL VOC.
public struct SceneDataset: Sendable {
  public typealias ImageEncoder = @Sendable (RGBImage) throws -> [UInt8]
  public typealias LabelEncoder = @Sendable (LabelMap) throws -> [UInt8]

  /// Raised when scenes of the same seed and parameters come to look different.
  private static let drawingVersion = 1

  public let count: Int
  public let seed: UInt64
  public let parameters: SceneParameters

  public init(count: Int, seed: UInt64, parameters: SceneParameters = SceneParameters()) {
    precondition(count >= 0 && count <= 1_000_000, "SceneDataset: \(count) scenes")
    (self.count, self.seed, self.parameters) = (count, seed, parameters)
  }

  /// The image id of a scene.
  public static func id(_ index: Int) -> String {
    let digits = String(index)
    return "scene_" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  /// Every fourth ten of scenes is for validation, so that both splits hold all classes alike.
  public static func isValidation(_ index: Int) -> Bool { index / 10 % 4 == 3 }

  /// Writes all scenes, then the lists, to `folder`, which is made where it is missing: JPEGImages,
  /// SegmentationClass, SegmentationObject, SegmentationPart, `ImageSets/Segmentation/{train,val,
  /// trainval}.txt`, `cls_labels.csv` (id, then a 0 or 1 per class) and `classes.txt` (background
  /// first). Each file appears whole or not at all, and one that is there is not written again, so
  /// that a second call goes on where a first one was cut off.
  ///
  /// Throws: `SceneDatasetError`, and what the encoders throw.
  public func write(
    to folder: String, encodingImages imageEncoder: ImageEncoder,
    encodingLabels labelEncoder: LabelEncoder
  ) throws {
    try prepare(folder)
    for index in 0..<count {
      try writeScene(
        index, to: folder, encodingImages: imageEncoder, encodingLabels: labelEncoder)
    }
    try writeLists(to: folder)
  }

  /// Makes the folders, and notes in `scenes.json` how the scenes are drawn.
  ///
  /// Throws: `SceneDatasetError.foreignFolder` where the note says otherwise.
  public func prepare(_ folder: String) throws {
    for name in ["JPEGImages", "ImageSets/Segmentation", "Labels"] + Self.labelFolders {
      let path = folder + "/" + name
      do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      } catch {
        throw SceneDatasetError.unwritable(path: path, reason: error.localizedDescription)
      }
    }
    let path = folder + "/scenes.json"
    let expected = try note()
    if let found = FileManager.default.contents(atPath: path) {
      guard found == expected else {
        throw SceneDatasetError.foreignFolder(
          path: folder, found: String(decoding: found.prefix(1_000), as: UTF8.self),
          expected: String(decoding: expected, as: UTF8.self))
      }
    } else {
      try Self.write(expected, to: path)
    }
  }

  /// Writes the files of scene `index`, unless they are all there; the folder must be prepared.
  /// Scenes may be written at the same time.
  public func writeScene(
    _ index: Int, to folder: String, encodingImages imageEncoder: ImageEncoder,
    encodingLabels labelEncoder: LabelEncoder
  ) throws {
    precondition((0..<count).contains(index), "SceneDataset: scene \(index) of \(count)")
    let id = Self.id(index)
    let labelPaths = Self.labelFolders.map { "\(folder)/\($0)/\(id).png" }
    let presence = "\(folder)/Labels/\(id).csv"
    let paths = ["\(folder)/JPEGImages/\(id).jpg", presence] + labelPaths
    guard !paths.allSatisfy(FileManager.default.fileExists(atPath:)) else { return }
    let scene = Scene.draw(index: index, seed: seed, parameters: parameters)
    for (path, map) in zip(labelPaths, [scene.classes, scene.instances, scene.parts]) {
      try Self.write(Data(labelEncoder(map)), to: path)
    }
    let present = scene.classes.presentLabels
    let flags = SceneClass.allCases.map { present.contains($0.rawValue) ? "1" : "0" }
    try Self.write(Data((id + "," + flags.joined(separator: ",") + "\n").utf8), to: presence)
    try Self.write(Data(imageEncoder(scene.image)), to: paths[0])
  }

  /// Writes the lists of ids, classes and image-level labels; all scenes must have been written.
  public func writeLists(to folder: String) throws {
    func list(_ name: String, _ indices: [Int]) throws {
      let text = indices.map { Self.id($0) + "\n" }.joined()
      try Self.write(Data(text.utf8), to: "\(folder)/ImageSets/Segmentation/\(name).txt")
    }
    try list("train", (0..<count).filter { !Self.isValidation($0) })
    try list("val", (0..<count).filter(Self.isValidation))
    try list("trainval", Array(0..<count))
    let names = SceneClasses.names.map { $0 + "\n" }.joined()
    try Self.write(Data(names.utf8), to: folder + "/classes.txt")
    var table = "id," + SceneClasses.names.dropFirst().joined(separator: ",") + "\n"
    for index in 0..<count {
      let path = "\(folder)/Labels/\(Self.id(index)).csv"
      do {
        table += try String(contentsOfFile: path, encoding: .utf8)
      } catch {
        throw SceneDatasetError.unwritable(
          path: folder + "/cls_labels.csv", reason: error.localizedDescription)
      }
    }
    try Self.write(Data(table.utf8), to: folder + "/cls_labels.csv")
  }

  private static let labelFolders = ["SegmentationClass", "SegmentationObject", "SegmentationPart"]

  private struct Note: Codable {
    var drawingVersion: Int
    var seed: UInt64
    var parameters: SceneParameters
  }

  private func note() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return try encoder.encode(
      Note(drawingVersion: Self.drawingVersion, seed: seed, parameters: parameters))
  }

  /// Writes beside the file and renames, so that no half-written file bears its name.
  private static func write(_ data: Data, to path: String) throws {
    do {
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw SceneDatasetError.unwritable(path: path, reason: error.localizedDescription)
    }
  }
}
