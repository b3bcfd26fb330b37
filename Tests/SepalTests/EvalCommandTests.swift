import TestSupport
import Foundation
import Testing
import Vision

@Suite("sepal eval") struct EvalCommandTests {
  /// The fixed form that other tools read.
  private struct Form: Decodable {
    var `protocol`: String
    var images: Int
    var mIoU: Double?
    var perClass: [String: Double?]
    var falsePositiveRate: Double?
    var falseNegativeRate: Double?
    var precision: Double?
    var recall: Double?
    var pixelAccuracy: Double?
    var boundaryIoU: Double?
  }

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func eval(_ words: String...) throws -> SepalCommand.Outcome {
    try SepalCommand.run(
      ["eval", "--predictions", "predictions", "--ground-truth", "truth"] + words,
      in: folder.path)
  }

  /// A label map 100 pixels wide whose first pixels are as `runs` say.
  private func write(_ runs: [(label: UInt8, pixels: Int)], to name: String) throws {
    var labels = runs.flatMap { [UInt8](repeating: $0.label, count: $0.pixels) }
    labels += [UInt8](repeating: 0, count: 2000 - labels.count)
    let map = LabelMap(width: 100, height: 20, labels: labels)
    try folder.write(PNGCodec.encodePalette(map, palette: VOCPalette.bytes), name)
  }

  /// One image with class 1 (100 true pixels, 100 predicted, 90 both) and class 2 (1000, 100, 100),
  /// or with the two classes' numbers swapped.
  private func writeWorkedCase(_ first: UInt8, _ second: UInt8) throws {
    try write([(first, 100), (second, 1000)], to: "truth/image.png")
    try write(
      [(first, 90), (0, 10), (second, 100), (0, 800), (first, 10)], to: "predictions/image.png")
  }

  @Test("--json has exactly the promised keys, and null for a class that is nowhere")
  func form() throws {
    try writeWorkedCase(1, 2)
    let outcome = try eval("--json")
    #expect(outcome.status == 0)
    #expect(outcome.messages.isEmpty)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(
      object.keys.sorted() == [
        "boundaryIoU", "falseNegativeRate", "falsePositiveRate", "images", "mIoU", "perClass",
        "pixelAccuracy", "precision", "protocol", "recall",
      ])
    let classes = try #require(object["perClass"] as? [String: Any])
    #expect(classes.keys.sorted() == ClassNames.voc.names.sorted())
    #expect(classes["train"] is NSNull)
    #expect(classes["bicycle"] as? Double == 0.1)
  }

  @Test("rates are those that can be counted by hand")
  func rates() throws {
    try writeWorkedCase(1, 2)
    let result = try eval("--json").json(as: Form.self)
    let background: Double = 900 / 1800
    let one: Double = 90 / 110
    let two: Double = 100 / 1000
    #expect(result.protocol == "voc")
    #expect(result.images == 1)
    try expect(result.mIoU, (background + one + two) / 3)
    try expect(result.perClass["background"] ?? nil, background)
    try expect(result.pixelAccuracy, 1090 / 2000)
    // Means over the two foreground classes: IoU, false positives and negatives sum to 1.
    let falsePositives = try #require(result.falsePositiveRate)
    let falseNegatives = try #require(result.falseNegativeRate)
    try expect(falsePositives + falseNegatives, 1 - (one + two) / 2)
  }

  private func expect(
    _ rate: Double?, _ known: Double, within tolerance: Double = 1e-12,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let distance = abs(try #require(rate, sourceLocation: sourceLocation) - known)
    #expect(distance < tolerance, sourceLocation: sourceLocation)
  }

  @Test("sam-wsss follows the order of class indices, as the worked case has it")
  func samWSSS() throws {
    try writeWorkedCase(1, 2)
    let result = try eval("--protocol", "sam-wsss", "--json").json(as: Form.self)
    #expect(result.protocol == "sam-wsss")
    #expect(result.mIoU == 0.495)
    try writeWorkedCase(2, 1)
    #expect(try eval("--protocol", "sam-wsss", "--json").json(as: Form.self).mIoU == 0.136)
  }

  @Test("classes can be named in a file")
  func classes() throws {
    try writeWorkedCase(1, 2)
    try folder.write("nothing\nround\nsquare\n", "classes.txt")
    let result = try eval("--classes", "classes.txt", "--json").json(as: Form.self)
    #expect(result.perClass.keys.sorted() == ["nothing", "round", "square"])
    let tooFew = try eval("--classes", "voc-no-such-file", "--json")
    #expect(tooFew.status == 66)
    #expect(tooFew.messages.contains("voc-no-such-file"))
  }

  @Test("without --json a person reads percent, and — where there is no score")
  func text() throws {
    try writeWorkedCase(1, 2)
    let outcome = try eval()
    #expect(outcome.output.contains(/bicycle +10\.0/))
    #expect(outcome.output.contains(/train +—/))
    #expect(outcome.output.contains(/mIoU +47\.3/))
  }

  @Test("images that cannot be scored are named, the others are scored, and the status says so")
  func damaged() throws {
    try writeWorkedCase(1, 2)
    let whole = try folder.bytes("predictions/image.png")
    try folder.write(Array(whole.prefix(60)), "predictions/torn.png")
    try write([], to: "truth/torn.png")
    try write([(3, 5)], to: "predictions/without_truth.png")
    let outcome = try eval("--json")
    #expect(outcome.status == 65)
    #expect(try outcome.json(as: Form.self).images == 1)
    #expect(outcome.messages.contains("torn"))
    #expect(outcome.messages.contains("truth/without_truth.png"))
    #expect(outcome.messages.contains("2 of 3 images could not be scored"))
  }

  @Test("an empty list, a list that leads elsewhere and a missing folder each say what to do")
  func lists() throws {
    try writeWorkedCase(1, 2)
    try folder.write("\n", "empty.txt")
    let empty = try eval("--list", "empty.txt")
    #expect(empty.status == 65)
    #expect(empty.messages.contains("empty.txt"))
    try folder.write("image\n../truth/image\n", "outside.txt")
    let outside = try eval("--list", "outside.txt")
    #expect(outside.status == 65)
    #expect(outside.messages.contains("outside.txt:2"))
    #expect(outside.output.isEmpty)
    let missing = try SepalCommand.run(
      ["eval", "--predictions", "nowhere", "--ground-truth", "truth"], in: folder.path)
    #expect(missing.status == 66)
    #expect(missing.messages.contains("nowhere"))
  }

  @Test(
    "TransCAM's labels have the known scores",
    .enabled(if: RealData.isThere, "needs SEPAL_DATA/voc2012 and SEPAL_DATA/transcam"))
  func transCAM() throws {
    let outcome = try SepalCommand.run(
      [
        "eval", "--predictions", RealData.folder + "/transcam", "--ground-truth",
        RealData.folder + "/voc2012/SegmentationClass", "--json",
      ], in: folder.path)
    let result = try outcome.json(as: Form.self)
    #expect(result.images == 311)
    try expect(result.mIoU, 0.6619, within: 0.00005)
    for (name, known) in [
      ("background", 0.8808), ("aeroplane", 0.6693), ("bicycle", 0.4326), ("tvmonitor", 0.3772),
    ] {
      try expect(result.perClass[name] ?? nil, known, within: 0.00005)
    }
  }
}

/// Photographs and labels of PASCAL VOC, where the machine has them.
enum RealData {
  static let folder =
    ProcessInfo.processInfo.environment["SEPAL_DATA"]
    ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data").path()

  static let isThere =
    FileManager.default.fileExists(atPath: folder + "/voc2012/SegmentationClass")
    && FileManager.default.fileExists(atPath: folder + "/transcam")
}
