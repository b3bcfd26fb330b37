import TestSupport
import Testing
import Vision

@Suite("Split lists and class names")
struct DatasetListTests {
  @Test("ids stand alone or as a photograph and a label file, among blank lines")
  func styles() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      """
      \u{FEFF}2007_000032  \r
      \r
      /JPEGImages/2007_000039.jpg /SegmentationClassAug/2007_000039.png
      JPEGImages/2007_000063.JPG\tSegmentationClass/2007_000063.png
        COCO_val2014_000000000042
      2007_000068 -1
      """, "train.txt")
    let list = try SplitList.read(path: path)
    #expect(
      list.ids.map(\.name) == [
        "2007_000032", "2007_000039", "2007_000063", "COCO_val2014_000000000042", "2007_000068",
      ])
    #expect(list.duplicates.isEmpty)
  }

  @Test("an empty list says so")
  func empty() throws {
    let folder = try TemporaryFolder()
    for content in ["", "\n\n  \n"] {
      let path = try folder.write(content, "train.txt")
      #expect(throws: DatasetError.emptyList(path: path)) { try SplitList.read(path: path) }
    }
  }

  @Test("an id that occurs twice counts once and is reported with both lines")
  func duplicates() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a\nb\n\na\n", "train.txt")
    let list = try SplitList.read(path: path)
    #expect(list.ids.map(\.name) == ["a", "b"])
    #expect(list.duplicates == [.init(id: try ImageID("a"), line: 4, firstLine: 1)])
  }

  @Test(
    "an id that leads out of its folder is refused with file and line",
    arguments: [
      ("../secret", ImageIDError.separator), ("/JPEGImages/../../x.jpg", .separator),
      ("..", .parentFolder), ("a/b", .separator), ("a\\b", .separator),
      ("a\u{1}b", .controlCharacter),
      (String(repeating: "x", count: 201), .tooLong(bytes: 201)), ("/JPEGImages/.jpg", .empty),
    ])
  func invalid(id: String, reason: ImageIDError) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("2007_000032\n\(id)\n", "train.txt")
    #expect(
      throws: DatasetError.invalidID(
        path: path, line: 2, text: String(id.prefix(80)), reason: reason)
    ) { try SplitList.read(path: path) }
  }

  @Test("a list that is no text, or no file, is refused")
  func notText() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([0x61, 0x00, 0x62], "train.txt")
    #expect(throws: DatasetError.notText(path: path)) { try SplitList.read(path: path) }
    let latin1 = try folder.write([0xE9, 0x0A], "latin1.txt")
    #expect(throws: DatasetError.notText(path: latin1)) { try SplitList.read(path: latin1) }
    let missing = folder.path + "/none.txt"
    #expect(throws: DatasetError.unreadable(.missing(path: missing))) {
      try SplitList.read(path: missing)
    }
  }

  @Test("ids are ordered by their bytes")
  func order() throws {
    let ids = try ["b", "a", "B", "ä", "a0"].map { try ImageID($0) }
    #expect(ids.sorted().map(\.name) == ["B", "a", "a0", "b", "ä"])
  }

  @Test("VOC has 21 classes and COCO 81, background first")
  func classes() {
    #expect(ClassNames.voc.count == 21 && ClassNames.coco.count == 81)
    #expect(ClassNames.voc[0] == "background" && ClassNames.coco[0] == "background")
    #expect(ClassNames.voc.index(of: "person") == 15)
    #expect(ClassNames.voc[20] == "tvmonitor")
    #expect(ClassNames.coco.index(of: "toothbrush") == 80)
    #expect(ClassNames.coco[62] == "toilet")
    #expect(ClassNames.voc.index(of: "giraffe") == nil)
    #expect(Set(ClassNames.coco.names).count == 81)
  }

  @Test("class names are read one a line; repeated or too many names are refused")
  func readClasses() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("background\ntraffic light \nbus\n", "classes.txt")
    #expect(try ClassNames.read(path: path).names == ["background", "traffic light", "bus"])
    let twice = try folder.write("background\nbus\nbus\n", "twice.txt")
    #expect(throws: DatasetError.invalidClasses(path: twice, reason: "“bus” occurs twice")) {
      try ClassNames.read(path: twice)
    }
    #expect(throws: DatasetError.self) { try ClassNames((0..<256).map { "\($0)" }) }
    #expect(throws: DatasetError.self) { try ClassNames(["background"]) }
  }

  @Test("the palette is that of the VOC devkit")
  func palette() {
    let known: [(UInt8, SIMD3<UInt8>)] = [
      (0, [0, 0, 0]), (1, [128, 0, 0]), (2, [0, 128, 0]), (15, [192, 128, 128]),
      (20, [0, 64, 128]), (64, [32, 0, 0]), (255, [224, 224, 192]),
    ]
    for (label, colour) in known { #expect(VOCPalette.colour(of: label) == colour) }
    #expect(VOCPalette.bytes.count == 768)
    #expect(Array(VOCPalette.bytes[45..<48]) == [192, 128, 128])
    #expect(Set((0...255).map { VOCPalette.colour(of: $0) }).count == 256)
  }
}
