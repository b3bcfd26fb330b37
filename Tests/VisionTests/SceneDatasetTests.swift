import TestSupport
import Foundation
import Testing
import Vision

@Suite("The data set of scenes")
struct SceneDatasetTests {
  @Test("a written folder opens, and every sample loads with labels of the ten classes")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    try SceneDataset.write(to: folder.path, count: 7, seed: 3, jobs: 2)
    let (train, val) = (try open(folder, "train"), try open(folder, "val"))
    #expect(
      train.samples.map(\.id.name) == ["scene_0001", "scene_0003", "scene_0005", "scene_0007"])
    #expect(val.samples.map(\.id.name) == ["scene_0002", "scene_0004", "scene_0006"])
    let all = try open(folder, "trainval")
    #expect(all.name == "scenes (synthetic)" && all.classes == SceneDataset.classes)
    for (index, sample) in all.samples.enumerated() {
      let loaded = try all.load(sample)
      let scene = Scene.draw(index: index, seed: 3)
      #expect(loaded.truth == scene.classes.voidingContours(of: scene.instances))
      #expect(loaded.image.width == scene.image.width && loaded.warnings.isEmpty)
      #expect(Self.difference(loaded.image, scene.image) < 4)
      for (name, map) in [("Object", scene.instances), ("Part", scene.parts)] {
        let path = "\(folder.path)/Segmentation\(name)/\(sample.id).png"
        #expect(try LabelFile.read(path: path) == map)
      }
    }
  }

  @Test("image-level labels and class names are written beside the images")
  func labels() throws {
    let folder = try TemporaryFolder()
    try SceneDataset.write(to: folder.path, count: 4, seed: 1, jobs: 1)
    let classes = try ClassNames.read(path: "\(folder.path)/classes.txt")
    #expect(classes == SceneDataset.classes)
    let labels = try ImageLevelLabels.readCSV(
      path: "\(folder.path)/image-labels.csv", classes: classes)
    let dataset = try open(folder, "trainval")
    for (index, sample) in dataset.samples.enumerated() {
      let scene = Scene.draw(index: index, seed: 1)
      #expect(labels[sample.id] == Set(scene.objects.map(\.label)).sorted())
    }
  }

  @Test("the names of parts are written as a table, the distinctive part first")
  func parts() throws {
    let folder = try TemporaryFolder()
    try SceneDataset.write(to: folder.path, count: 2, seed: 1, jobs: 1)
    let bytes = try FileBytes.read("\(folder.path)/parts.csv")
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines.first == "class,label,part" && lines.contains("bird,1,head"))
    for object in [0, 1].flatMap({ Scene.draw(index: $0, seed: 1).objects }) {
      let name = SceneDataset.classes[object.label]
      for (index, part) in object.parts.enumerated() {
        #expect(lines.contains("\(name),\(index + 1),\(part)"))
      }
    }
  }

  @Test("the same files come out whatever the number of jobs")
  func jobs() throws {
    let (one, three) = (try TemporaryFolder(), try TemporaryFolder())
    try SceneDataset.write(to: one.path, count: 5, seed: 9, jobs: 1)
    try SceneDataset.write(to: three.path, count: 5, seed: 9, jobs: 3)
    let files = try Self.files(in: one)
    #expect(files.count == 5 * 4 + 7)
    #expect(try Self.files(in: three) == files)
  }

  @Test("after files are lost, writing again restores them and leaves the others alone")
  func resume() throws {
    let folder = try TemporaryFolder()
    try SceneDataset.write(to: folder.path, count: 4, seed: 2, jobs: 2)
    let files = try Self.files(in: folder)
    let lost = ["JPEGImages/scene_0002.jpg", "SegmentationPart/scene_0004.png", "classes.txt"]
    for name in lost { try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)") }
    try folder.write("kept", "JPEGImages/scene_0003.jpg")
    try SceneDataset.write(to: folder.path, count: 4, seed: 2, jobs: 2)
    var restored = try Self.files(in: folder)
    #expect(restored.removeValue(forKey: "JPEGImages/scene_0003.jpg") == Array("kept".utf8))
    #expect(restored == files.filter { $0.key != "JPEGImages/scene_0003.jpg" })
  }

  @Test("more scenes are added to a folder without touching those it has")
  func extend() throws {
    let folder = try TemporaryFolder()
    try SceneDataset.write(to: folder.path, count: 2, seed: 2, jobs: 1)
    try SceneDataset.write(to: folder.path, count: 5, seed: 2, jobs: 1)
    let whole = try TemporaryFolder()
    try SceneDataset.write(to: whole.path, count: 5, seed: 2, jobs: 2)
    #expect(try Self.files(in: folder) == Self.files(in: whole))
  }

  @Test("a folder of another seed is refused, and a folder that cannot be made is named")
  func refusals() throws {
    let folder = try TemporaryFolder()
    try SceneDataset.write(to: folder.path, count: 2, seed: 2, jobs: 1)
    let version = "scenes version \(SceneDataset.version), seed"
    #expect(
      throws: SceneDatasetError.otherSeries(
        path: folder.path, expected: "\(version) 4", found: "\(version) 2")
    ) { try SceneDataset.write(to: folder.path, count: 2, seed: 4, jobs: 1) }
    let file = try folder.write("a file", "file")
    #expect(throws: ImageFileError.self) {
      try SceneDataset.write(to: file, count: 2, seed: 2, jobs: 1)
    }
  }

  private func open(_ folder: TemporaryFolder, _ split: String) throws -> Dataset {
    try SceneDataset.open(folder.path, split: split)
  }

  /// Every file below the folder by its name.
  private static func files(in folder: TemporaryFolder) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let url = URL(filePath: "\(folder.path)/\(name)")
      guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
        continue
      }
      files[name] = Array(try Data(contentsOf: url))
    }
    return files
  }

  /// The mean absolute difference of the samples.
  private static func difference(_ a: RGBImage, _ b: RGBImage) -> Double {
    let sum = zip(a.pixels, b.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    return Double(sum) / Double(a.pixels.count)
  }
}
