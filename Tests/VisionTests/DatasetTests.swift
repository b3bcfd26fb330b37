import TestSupport
import Testing
import Vision

@Suite("Data sets")
struct DatasetTests {
  /// A devkit of two images, the second without ground truth.
  static func devkit(
    in folder: TemporaryFolder, at root: String = "", list: String = "2007_000001\n2007_000002\n"
  ) throws {
    try folder.copy("baseline-420.jpg", to: root + "JPEGImages/2007_000001.jpg")
    try folder.copy("labels.png", to: root + "SegmentationClass/2007_000001.png")
    try folder.copy("baseline-444.jpg", to: root + "JPEGImages/2007_000002.jpg")
    try folder.write(list, root + "ImageSets/Segmentation/train.txt")
  }

  @Test(
    "a devkit is found where it is and above",
    arguments: ["", "VOC2012/", "VOCdevkit/VOC2012/", "VOCdevkit/VOC2007/"])
  func nesting(root: String) throws {
    let folder = try TemporaryFolder()
    try Self.devkit(in: folder, at: root)
    let dataset = try VOCDevkit.open(path: folder.path)
    #expect(dataset.samples.map(\.id.name) == ["2007_000001", "2007_000002"])
    #expect(dataset.classes == .voc && dataset.split == "train")
    if !root.isEmpty { #expect(dataset.name == "PASCAL VOC 20\(root.dropLast().suffix(2))") }
  }

  @Test("a sample is loaded with its pixels and its ground truth")
  func load() throws {
    let folder = try TemporaryFolder()
    try Self.devkit(in: folder)
    let dataset = try VOCDevkit.open(path: folder.path)
    let sample = try dataset.load(dataset.samples[0])
    #expect(sample.image.width == 45 && sample.image.height == 37)
    let truth = try #require(sample.truth)
    #expect(truth.presentLabels == [0, 3, 15, 255])
    #expect(ImageLevelLabels.classes(in: truth) == [3, 15])
    #expect(truth[20, 15] == 15 && truth[5, 30] == 3 && truth[44, 0] == 255)
  }

  @Test("a missing photograph, a missing truth, and a truncated photograph name image and file")
  func missingFiles() throws {
    let folder = try TemporaryFolder()
    try Self.devkit(in: folder, list: "2007_000001\n2007_000002\n2007_000003\n")
    let dataset = try VOCDevkit.open(path: folder.path)
    let (whole, other, missing) = (dataset.samples[0], dataset.samples[1], dataset.samples[2])
    let photograph = "\(folder.path)/JPEGImages/2007_000003.jpg"
    #expect(
      throws: SampleError(id: missing.id, problem: .image(.missing(path: photograph)))
    ) { try dataset.load(missing) }
    let truth = "\(folder.path)/SegmentationClass/2007_000002.png"
    #expect(
      throws: SampleError(id: other.id, problem: .labels(.missing(path: truth)))
    ) { try dataset.load(other) }
    let bytes = try DatasetFixtures.bytes("baseline-420.jpg")
    let path = try folder.write(Array(bytes.prefix(900)), "JPEGImages/2007_000001.jpg")
    #expect(
      throws: SampleError(id: whole.id, problem: .image(.truncated(path: path)))
    ) { try dataset.load(whole) }
  }

  @Test("a truth of another size, and one with a class out of range, are reported with evidence")
  func unusableTruth() throws {
    let folder = try TemporaryFolder()
    try Self.devkit(in: folder)
    let dataset = try VOCDevkit.open(path: folder.path)
    let sample = dataset.samples[0]
    try folder.copy("labels-narrow.png", to: "SegmentationClass/2007_000001.png")
    #expect(
      throws: SampleError(
        id: sample.id, problem: .sizeDiffers(labels: "44×37", image: "45×37"))
    ) { try dataset.load(sample) }
    try folder.copy("labels-foreign.png", to: "SegmentationClass/2007_000001.png")
    let problem = SampleProblem.classOutOfRange(label: 21, x: 40, y: 7, pixels: 2, classes: 21)
    #expect(throws: SampleError(id: sample.id, problem: problem)) { try dataset.load(sample) }
    #expect("\(problem)".contains("label 21 at (40, 7), where classes are 0 to 20"))
  }

  @Test("augmented ground truth is used where asked for, and its absence is an error")
  func augmented() throws {
    let folder = try TemporaryFolder()
    try Self.devkit(in: folder)
    let path = "\(folder.path)/SegmentationClassAug"
    #expect(
      throws: DatasetError.missingFolder(
        path: path, purpose: "the augmented ground truth, ID.png each,")
    ) { try VOCDevkit.open(path: folder.path, truth: .segmentationClassAug) }
    try folder.copy("labels-grey.png", to: "SegmentationClassAug/2007_000001.png")
    let dataset = try VOCDevkit.open(path: folder.path, truth: .segmentationClassAug)
    #expect(dataset.samples[0].truthPath == "\(path)/2007_000001.png")
    #expect(try dataset.load(dataset.samples[0]).truth?.presentLabels == [0, 3, 15, 255])
  }

  @Test("an unknown split names those that exist, and a folder without photographs what is missing")
  func notFound() throws {
    let folder = try TemporaryFolder()
    #expect(throws: DatasetError.self) { try VOCDevkit.open(path: folder.path) }
    try Self.devkit(in: folder)
    let error = #expect(throws: DatasetError.self) {
      try VOCDevkit.open(path: folder.path, split: "val")
    }
    let list = "\(folder.path)/ImageSets/Segmentation/val.txt"
    #expect(error == .missingSplit(path: list, split: "val", available: ["train"]))
  }

  @Test("a plain folder holds JPEG and PNG in any case, by ascending id")
  func plainFolder() throws {
    let folder = try TemporaryFolder()
    try folder.copy("baseline-420.jpg", to: "images/b.JPG")
    try folder.copy("labels-grey.png", to: "images/a.png")
    try folder.copy("one-pixel.jpg", to: "images/c.jpeg")
    try folder.write("not an image", "images/readme.txt")
    try folder.copy("labels.png", to: "truth/b.png")
    let images = "\(folder.path)/images"
    let dataset = try PlainFolder.open(images: images, truth: "\(folder.path)/truth")
    #expect(dataset.samples.map(\.id.name) == ["a", "b", "c"])
    #expect(dataset.name == "images")
    #expect(try dataset.load(dataset.samples[1]).truth?.width == 45)
    #expect(throws: SampleError.self) { try dataset.load(dataset.samples[2]) }
    let bare = try PlainFolder.open(images: images)
    #expect(try bare.load(bare.samples[0]).truth == nil)
    #expect(try bare.load(bare.samples[2]).image.width == 1)
    let list = try folder.write("c\nb\n", "list.txt")
    let chosen = try PlainFolder.open(images: images, list: list)
    #expect(chosen.samples.map(\.id.name) == ["c", "b"])
  }

  @Test("a folder without photographs, or with one id twice, is refused")
  func plainFolderErrors() throws {
    let folder = try TemporaryFolder()
    try folder.write("", "empty/readme.txt")
    let empty = "\(folder.path)/empty"
    #expect(throws: DatasetError.noImages(path: empty)) { try PlainFolder.open(images: empty) }
    try folder.copy("one-pixel.jpg", to: "twice/a.jpg")
    try folder.copy("one-pixel.jpg", to: "twice/a.png")
    let twice = "\(folder.path)/twice"
    let id = try ImageID("a")
    #expect(
      throws: DatasetError.ambiguousID(path: twice, id: id, files: ["a.jpg", "a.png"])
    ) { try PlainFolder.open(images: twice) }
    let file = "\(twice)/a.jpg"
    #expect(
      throws: DatasetError.missingFolder(path: file, purpose: "a folder of photographs")
    ) { try PlainFolder.open(images: file) }
    let none = "\(folder.path)/none"
    #expect(
      throws: DatasetError.missingFolder(path: none, purpose: "a folder of photographs")
    ) { try PlainFolder.open(images: none) }
  }

  @Test("pseudo labels of another size than the image, or with a foreign class, are refused")
  func labelFolder() throws {
    let folder = try TemporaryFolder()
    try folder.copy("labels-narrow.png", to: "pseudo/a.png")
    try folder.copy("labels-foreign.png", to: "pseudo/b.png")
    try folder.copy("labels.png", to: "pseudo/c.png")
    let labels = try LabelFolder(path: "\(folder.path)/pseudo")
    let (a, b, c) = (try ImageID("a"), try ImageID("b"), try ImageID("c"))
    #expect(try labels.ids() == [a, b, c])
    #expect(
      throws: SampleError(id: a, problem: .sizeDiffers(labels: "44×37", image: "45×37"))
    ) { try labels.labels(for: a, width: 45, height: 37, classes: .voc) }
    #expect(throws: SampleError.self) {
      try labels.labels(for: b, width: 45, height: 37, classes: .voc)
    }
    #expect(try labels.labels(for: b)[40, 7] == 21)
    let good = try labels.labels(for: c, width: 45, height: 37, classes: .voc)
    #expect(good.presentLabels == [0, 3, 15, 255])
    let missing = "\(folder.path)/pseudo/d.png"
    #expect(throws: ImageFileError.missing(path: missing)) {
      try labels.labels(for: ImageID("d"))
    }
    #expect(throws: DatasetError.self) { try LabelFolder(path: missing) }
  }

  @Test(
    "PASCAL VOC's 311 photographs load with their truth",
    .enabled(if: DatasetFixtures.hasVOC, "\(DatasetFixtures.whyNoVOC)"))
  func voc() throws {
    let dataset = try VOCDevkit.open(path: DatasetFixtures.voc)
    #expect(dataset.samples.count == 311 && dataset.duplicates.isEmpty)
    #expect(dataset.name == "PASCAL VOC 2012")
    for sample in dataset.samples { #expect(try dataset.load(sample).truth != nil) }
  }
}
