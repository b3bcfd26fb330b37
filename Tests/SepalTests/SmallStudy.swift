import TestSupport
import Vision

/// Eight drawn images of 120×90 pixels as a VOC devkit folder `voc`, with pseudo labels `seeds`, in
/// a folder that goes with its owner.
struct SmallStudy {
  static let width = 120
  static let height = 90
  static let ids = (0..<8).map { "small_\($0)" }

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try write(list: Self.ids)
    for (index, id) in Self.ids.enumerated() {
      let objects = DrawnObject.pair(index)
      let photograph = DrawnObject.photograph(objects, noise: UInt64(index))
      try folder.write(JPEGCodec.encode(photograph), image(id))
      try write(DrawnObject.labels(objects, hasVoidBorder: true), to: truth(id))
      try write(DrawnObject.labels(objects.map(\.asFound), hasVoidBorder: false), to: seed(id))
      for name in [image(id), truth(id), seed(id)] { try folder.setDate(of: name) }
    }
  }

  func image(_ id: String) -> String { "voc/JPEGImages/\(id).jpg" }
  func truth(_ id: String) -> String { "voc/SegmentationClass/\(id).png" }
  func seed(_ id: String) -> String { "seeds/\(id).png" }

  func write(list: [String]) throws {
    let lines = list.map { $0 + "\n" }.joined()
    try folder.write(lines, "voc/ImageSets/Segmentation/train.txt")
  }

  func write(_ labels: LabelMap, to name: String) throws {
    try folder.write(PNGCodec.encodePalette(labels, palette: VOCPalette.bytes), name)
  }

  /// Writes masks in both of the forms that `amg.py` has, `masks-png` and `masks-json`: the objects
  /// of each image and some masks of every awkward kind. Returns every image's masks.
  func writeMasks() throws -> [String: [BinaryMask]] {
    var cases = CaseGenerator(seed: 20)
    var masks: [String: [BinaryMask]] = [:]
    for (index, id) in Self.ids.enumerated() {
      let all =
        DrawnObject.pair(index).map(\.mask)
        + cases.masks(width: Self.width, height: Self.height, atMost: 12)
      let set = MaskSet(
        width: Self.width, height: Self.height,
        candidates: all.map { MaskCandidate(mask: RunLengthMask($0)) })
      try MaskFolder(path: folder.path + "/masks-png").write(set, id: id, form: .png)
      try MaskFolder(path: folder.path + "/masks-json").write(set, id: id, form: .json)
      masks[id] = all
    }
    return masks
  }

  /// The options that name this study, by absolute paths, which no output may show.
  var options: [String] {
    ["--dataset", folder.path + "/voc", "--pseudo", "drawn=" + folder.path + "/seeds"]
  }

  /// `words`, then the study's options; the region tree's masks, which need no weights, unless
  /// `words` ask for others.
  func arguments(_ words: [String]) -> [String] {
    words + options + (words.contains("--masks") ? [] : ["--masks", "region-tree"])
  }

  /// Runs `sepal` on this study.
  func sepal(
    _ words: String..., environment: [String: String] = [:]
  ) throws -> SepalCommand.Outcome {
    try SepalCommand.run(arguments(words), in: folder.path, environment: environment)
  }

  /// Runs one experiment that needs every input, and writes HTML alone.
  func shortRun() throws -> SepalCommand.Outcome {
    try sepal("run", "methods", "--format", "html", "--output", "report")
  }
}
