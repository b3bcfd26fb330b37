import Foundation
import Testing
import Vision

@Suite struct SceneDatasetTests {
  private struct Stop: Error {}

  /// Runs `body` with the path of a new empty folder, which is removed afterwards.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "scenes-" + UUID().uuidString)
    defer {
      do { try FileManager.default.removeItem(at: url) } catch { Issue.record(error) }
    }
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try body(url.path)
  }

  private func dataset(_ count: Int, seed: UInt64 = 5) -> SceneDataset {
    var parameters = SceneParameters()
    parameters.longerSide = 64
    return SceneDataset(count: count, seed: seed, parameters: parameters)
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test("a written set has VOC's folders, its lists and the labels of its scenes")
  func layout() throws {
    try withFolder { folder in
      let set = dataset(41)
      try set.write(to: folder, encodingImages: { $0.pixels }, encodingLabels: { $0.labels })
      let lists = folder + "/ImageSets/Segmentation/"
      let train = try text(lists + "train.txt").split(separator: "\n")
      let validation = try text(lists + "val.txt").split(separator: "\n")
      #expect(train.count == 31 && validation.count == 10)
      #expect(try text(lists + "trainval.txt").split(separator: "\n").count == 41)
      #expect(Set(train).isDisjoint(with: validation))
      #expect(
        try text(folder + "/classes.txt").split(separator: "\n").map(String.init)
          == SceneClasses.names)
      let scene = Scene.draw(index: 40, seed: 5, parameters: set.parameters)
      let id = SceneDataset.id(40)
      for (name, map) in [
        ("SegmentationClass", scene.classes), ("SegmentationObject", scene.instances),
        ("SegmentationPart", scene.parts),
      ] {
        let data = FileManager.default.contents(atPath: "\(folder)/\(name)/\(id).png")
        #expect(data == Data(map.labels))
      }
      let table = try text(folder + "/cls_labels.csv").split(separator: "\n")
      #expect(table.count == 42)
      let flags = SceneClass.allCases.map {
        scene.classes.presentLabels.contains($0.rawValue) ? "1" : "0"
      }
      #expect(try #require(table.last) == id + "," + flags.joined(separator: ","))
    }
  }

  @Test("writing goes on where it was cut off, and does not write a scene twice")
  func resumes() throws {
    try withFolder { folder in
      let set = dataset(6)
      #expect(throws: Stop.self) {
        try set.write(
          to: folder,
          encodingImages: {
            if FileManager.default.fileExists(
              atPath: "\(folder)/JPEGImages/\(SceneDataset.id(2)).jpg")
            {
              throw Stop()
            }
            return $0.pixels
          }, encodingLabels: { $0.labels })
      }
      let kept = "\(folder)/JPEGImages/\(SceneDataset.id(1)).jpg"
      try Data("kept".utf8).write(to: URL(fileURLWithPath: kept))
      try set.write(to: folder, encodingImages: { $0.pixels }, encodingLabels: { $0.labels })
      #expect(try text(kept) == "kept")
      for index in 0..<6 {
        #expect(
          FileManager.default.fileExists(
            atPath: "\(folder)/JPEGImages/\(SceneDataset.id(index)).jpg"))
      }
      #expect(try text(folder + "/cls_labels.csv").split(separator: "\n").count == 7)
    }
  }

  @Test("a folder with scenes of another seed is refused")
  func refusesOtherSeed() throws {
    try withFolder { folder in
      try dataset(1).prepare(folder)
      try dataset(9).prepare(folder)
      #expect(throws: SceneDatasetError.self) { try dataset(1, seed: 6).prepare(folder) }
    }
  }

  @Test("a folder that cannot be made is reported with its path")
  func unwritable() throws {
    try withFolder { folder in
      let path = folder + "/file"
      try Data().write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: SceneDatasetError.self) { try dataset(1).prepare(path) }
      #expect(error.map { "\($0)".contains(path) } == true)
    }
  }
}
