import TestSupport
import Testing
import Vision

@Suite("Image-level labels")
struct DatasetLabelTests {
  static let annotation = """
    <?xml version="1.0"?>
    <annotation>
      <filename>2007_000001.jpg</filename>
      <object><name>person</name><difficult>0</difficult>
        <part><name>head</name></part></object>
      <object><name> sofa </name><difficult>1</difficult></object>
      <object><name>person</name></object>
    </annotation>
    """

  @Test("VOC's XML gives each object's class once, and no class of a part")
  func xml() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.annotation, "2007_000001.xml")
    let id = try ImageID("2007_000001")
    let labels = try ImageLevelLabels.readVOC(annotations: folder.path, ids: [id])
    #expect(labels[id] == [15, 18] && labels.provenance == .vocXML)
  }

  @Test(
    "XML that is broken, foreign, or has a document type is refused",
    arguments: [
      ("<annotation><object>", "the XML is not well formed"),
      ("<html><object><name>person</name></object></html>", "the root is not <annotation>"),
      (
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"/etc/passwd\">]><annotation>&x;</annotation>",
        "a document type is not allowed here"
      ),
    ])
  func badXML(content: String, expected: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(content, "a.xml")
    let error = #expect(throws: DatasetError.self) {
      try ImageLevelLabels.readVOC(annotations: folder.path, ids: [ImageID("a")])
    }
    guard case .malformed(path, _, expected) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
  }

  @Test("an object of an unknown class is reported with file, line and name")
  func unknownObject() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "<annotation>\n<object>\n<name>giraffe</name></object></annotation>", "a.xml")
    #expect(throws: DatasetError.unknownClass(path: path, line: 3, name: "giraffe")) {
      try ImageLevelLabels.readVOC(annotations: folder.path, ids: [ImageID("a")])
    }
  }

  @Test("what is written as CSV is read again, quoted where it must be")
  func csv() throws {
    let folder = try TemporaryFolder()
    let labels = ImageLevelLabels(
      provenance: .csv,
      classes: [try ImageID("b"): [21, 15, 15], try ImageID("a,\"1"): [], try ImageID("c"): [10]])
    let text = labels.csv(classes: .coco)
    #expect(text == "image,classes\n\"a,\"\"1\",\nb,bird;elephant\nc,traffic light\n")
    let path = try folder.write(text, "labels.csv")
    #expect(try ImageLevelLabels.readCSV(path: path, classes: .coco) == labels)
  }

  @Test("classes in CSV may be names or indices")
  func csvIndices() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("image,classes\r\na,15; cat\r\nb,\"1;2\"\r\nc,\r\n", "labels.csv")
    let labels = try ImageLevelLabels.readCSV(path: path, classes: .voc)
    #expect(labels[try ImageID("a")] == [8, 15])
    #expect(labels[try ImageID("b")] == [1, 2])
    #expect(labels[try ImageID("c")] == [])
  }

  @Test(
    "a bad line of CSV is reported with its number",
    arguments: [
      "a,background", "a,0", "a,21", "a,giraffe", "a", "a,cat,dog", "\"a,cat", "\"a\"b,cat",
      "../a,cat", "first,cat",
    ])
  func badCSV(line: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("image,classes\nfirst,cat\n\(line)\n", "labels.csv")
    let error = #expect(throws: DatasetError.self) {
      try ImageLevelLabels.readCSV(path: path, classes: .voc)
    }
    #expect("\(try #require(error))".hasPrefix("\(path):3: "))
  }

  @Test("CSV without its heading, or empty, is refused")
  func csvHeading() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a,cat\n", "labels.csv")
    #expect(
      throws: DatasetError.malformed(
        path: path, line: 1, reason: "the heading “image,classes” is expected")
    ) { try ImageLevelLabels.readCSV(path: path, classes: .voc) }
    let empty = try folder.write("", "empty.csv")
    #expect(throws: DatasetError.emptyList(path: empty)) {
      try ImageLevelLabels.readCSV(path: empty, classes: .voc)
    }
  }

  @Test("labels from truth leave out background and void, and say where they come from")
  func truth() throws {
    let folder = try TemporaryFolder()
    try DatasetTests.devkit(in: folder, list: "2007_000001\n")
    let dataset = try VOCDevkit.open(path: folder.path)
    let labels = try ImageLevelLabels.fromTruth(of: dataset)
    #expect(labels.provenance == .groundTruth)
    #expect(labels[dataset.samples[0].id] == [3, 15])
    let path = try folder.write(labels.csv(classes: .voc), "labels.csv")
    #expect(try ImageLevelLabels.readCSV(path: path, classes: .voc) == labels)
  }

  @Test("a vector of another length, and another content than a dictionary, are refused")
  func badVectors() throws {
    let path = "\(DatasetFixtures.images)/arrays/labels-protocol-4.npy"
    #expect(
      throws: DatasetError.malformed(
        path: path, line: nil, reason: "image 2007_000032 has no vector of 80 classes")
    ) { try ImageLevelLabels.readNumPy(path: path, classes: .coco) }
    let numbers = "\(DatasetFixtures.images)/arrays/float32.npy"
    #expect(throws: DatasetError.self) {
      try ImageLevelLabels.readNumPy(path: numbers, classes: .voc)
    }
  }
}
