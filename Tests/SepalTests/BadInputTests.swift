import TestSupport
import Foundation
import Testing
import Vision

@Suite("Bad input to sepal run") struct BadInputTests {
  private let study: SmallStudy

  init() throws { study = try SmallStudy() }

  private func truncate(_ name: String, to count: Int) throws {
    try study.folder.write(Array(try study.folder.bytes(name).prefix(count)), name)
  }

  /// Runs, and expects that the images in `problems` are named with their file or trouble, on
  /// standard error and in the report, and that the others were scored.
  private func expect(
    _ problems: [(id: String, words: String)], running words: String...
  ) throws {
    let outcome = try SepalCommand.run(
      study.arguments(["run", "methods", "--format", "html", "--output", "report"] + words),
      in: study.folder.path)
    #expect(outcome.status == 65)
    #expect(outcome.output == "report/report.html\n")
    let total = SmallStudy.ids.count
    #expect(outcome.messages.contains("\(problems.count) of \(total) images could not be used"))
    let lines = outcome.messages.split(separator: "\n")
    let report = try study.folder.text("report/report.html")
    for problem in problems {
      let line = lines.first { $0.hasPrefix("sepal: warning: \(problem.id): ") } ?? ""
      #expect(line.contains(problem.words), "\(problem.id)\n\(outcome.messages)")
      #expect(!line.contains("image \(problem.id)"), "the id is said twice")
      #expect(report.contains("<code>\(problem.id)</code>"))
    }
    #expect(lines.count { $0.hasPrefix("sepal: warning: ") } == problems.count)
    #expect(!report.contains(study.folder.path), "the report tells where the data lie")
    let table = try study.folder.text("report/tables/methods-table.csv")
    #expect(table.contains("drawn"))
  }

  @Test("photographs that are torn, no image, or claim to be huge are named; the rest goes on")
  func photographs() throws {
    try truncate(study.image("small_1"), to: 1500)
    try study.folder.write("not a photograph", study.image("small_3"))
    var huge = try study.folder.bytes(study.image("small_4"))
    let header = try #require(huge.firstRange(of: [0xFF, 0xC0])).lowerBound
    huge.replaceSubrange(header + 5..<header + 9, with: [0x4E, 0x20, 0x4E, 0x20])
    try study.folder.write(huge, study.image("small_4"))
    try study.folder.remove(study.image("small_6"))
    try expect([
      ("small_1", "JPEGImages/small_1.jpg: the file ends before the image does"),
      ("small_3", "JPEGImages/small_3.jpg: expected a JPEG or PNG image"),
      ("small_4", "20000×20000 pixels, more than the limit"),
      ("small_6", "JPEGImages/small_6.jpg: no such file"),
    ])
  }

  @Test("truths and pseudo labels that are torn, of another size or class are named")
  func labels() throws {
    try truncate(study.truth("small_0"), to: 90)
    try truncate(study.seed("small_2"), to: 90)
    try study.write(LabelMap(width: 60, height: 45), to: study.seed("small_3"))
    try study.write(LabelMap(width: 120, height: 90, filledWith: 77), to: study.seed("small_5"))
    try study.folder.remove(study.seed("small_7"))
    try expect([
      ("small_0", "SegmentationClass/small_0.png: the file ends before the image does"),
      ("small_2", "seeds/small_2.png: the file ends before the image does"),
      ("small_3", "the labels are 60×45 pixels where the image is 120×90"),
      ("small_5", "label 77"), ("small_7", "seeds/small_7.png: no such file"),
    ])
  }

  @Test("masks that are missing, or whose run lengths do not add up, are named")
  func masks() throws {
    _ = try study.writeMasks()
    let json = try study.folder.text("masks-json/small_2.json")
    let counts = try #require(json.firstMatch(of: /"counts": *"[^"]*"/))
    try study.folder.write(
      json.replacing(counts.0, with: "\"counts\": \"11\"", maxReplacements: 1),
      "masks-json/small_2.json")
    try study.folder.remove("masks-json/small_4.json")
    try truncate(study.image("small_6"), to: 1500)
    try expect(
      [
        ("small_2", "masks-json/small_2.json"), ("small_4", "small_4"),
        ("small_6", "JPEGImages/small_6.jpg"),
      ], running: "--masks", study.folder.path + "/masks-json")
  }

  @Test("an image of one pixel is an image")
  func onePixel() throws {
    let pixel = RGBImage(width: 1, height: 1, pixels: [200, 10, 10])
    try study.folder.write(JPEGCodec.encode(pixel), study.image("small_0"))
    for name in [study.truth("small_0"), study.seed("small_0")] {
      try study.write(LabelMap(width: 1, height: 1, filledWith: 1), to: name)
    }
    let outcome = try study.sepal("run", "--format", "html", "--output", "report")
    #expect(outcome.status == 0, "\(outcome.messages)")
  }

  @Test("when no image can be used there is no report, and the first trouble is named")
  func nothing() throws {
    for id in SmallStudy.ids { try study.folder.remove(study.seed(id)) }
    let outcome = try study.shortRun()
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains("no image could be scored (8 failed"))
    #expect(!study.folder.exists("report/report.html"))
  }

  @Test(
    "a list that is empty, leads elsewhere or is not there stops the run before it writes",
    arguments: [
      ([], 65, "train.txt: the list is empty"), (["small_0", "../small_1"], 65, "train.txt:2"),
      (["/etc/passwd"], 65, "train.txt:1"), (nil, 66, "ImageSets/Segmentation"),
    ] as [([String]?, Int32, String)])
  func lists(_ list: [String]?, _ status: Int32, _ words: String) throws {
    if let list { try study.write(list: list) } else { try study.folder.remove("voc/ImageSets") }
    let outcome = try study.shortRun()
    #expect(outcome.status == status)
    #expect(outcome.messages.contains(words), "\(outcome.messages)")
    #expect(!study.folder.exists("report"))
  }

  @Test(
    "a folder that is not there is a missing input, by name",
    arguments: [
      ["--dataset", "nowhere", "--pseudo", "drawn=seeds"],
      ["--dataset", "voc", "--pseudo", "drawn=nowhere"],
      ["--dataset", "voc", "--pseudo", "drawn=seeds", "--masks", "nowhere"],
      ["--dataset", "voc", "--pseudo", "drawn=seeds", "--split", "nowhere"],
    ])
  func missing(_ words: [String]) throws {
    let outcome = try SepalCommand.run(
      ["run", "--output", "report"] + words, in: study.folder.path)
    #expect(outcome.status == 66)
    #expect(outcome.output.isEmpty)
    #expect(outcome.messages.contains("nowhere"))
    #expect(!study.folder.exists("report"))
  }

  @Test("a report or cache folder that cannot be made is named before the work, with the reason")
  func unwritable() throws {
    try study.folder.write("", "file")
    for words in [["--output", "file/report"], ["--output", "report", "--cache", "file/cache"]] {
      let outcome = try SepalCommand.run(
        study.arguments(["run", "methods"] + words), in: study.folder.path)
      #expect(outcome.status == 75)
      #expect(outcome.messages.contains(words.last ?? ""))
      #expect(!outcome.messages.contains("images and masks"), "the work came first")
    }
  }

  @Test("an array of image-level labels that lies beside the lists is not read")
  func foreignArray() throws {
    try study.folder.write("cos\nsystem\n(S'false'\ntR.", "voc/cls_labels.npy")
    #expect(try study.shortRun().status == 0)
  }

  @Test("names that would be markup are shown as text")
  func markup() throws {
    try study.write(list: SmallStudy.ids + ["<script>alert(1)"])
    let outcome = try study.shortRun()
    #expect(outcome.status == 65)
    let report = try study.folder.text("report/report.html")
    #expect(!report.contains("<script>alert"))
    #expect(report.contains("&lt;script"))
  }
}
