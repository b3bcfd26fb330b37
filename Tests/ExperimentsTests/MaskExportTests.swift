import Experiments
import Foundation
import TestSupport
import Testing
import Vision

@Suite("Masks written as amg.py writes them") struct MaskExportTests {
  let folder: TemporaryFolder
  let pictures: [Dataset.Sample]

  init() throws {
    folder = try TemporaryFolder()
    for (index, size) in [(40, 30), (25, 60), (33, 33)].enumerated() {
      let picture = TinySource.picture(width: size.0, height: size.1, seed: UInt64(index))
      try folder.write(PNGCodec.encodeRGB(picture), "images/p\(index).png")
    }
    pictures = try PlainFolder.open(images: folder.path + "/images").samples
  }

  private func export(
    _ pictures: [Dataset.Sample]? = nil, to output: String = "masks",
    _ form: MaskFolder.Form = .png, settings: MaskGeneratorSettings = TinySource.settings,
    jobs: Int = 1, threads: Int = 1, observer: any RunObserver = SilentObserver(),
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) async throws -> Lab.Outcome<MaskExport.ImageResult> {
    try await MaskExport(
      TinySource.source(settings: settings), of: pictures ?? self.pictures,
      to: "\(folder.path)/\(output)", form: form
    ).run(jobs: jobs, threads: threads, observer: observer, isInterrupted: isInterrupted)
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(self.folder.path)/\(folder)").sorted()
  }

  private func written(_ id: String, in output: String, like picture: String) throws -> MaskSet {
    let size = try ImageFile.size(path: "\(folder.path)/\(picture)")
    return try MaskFolder(path: "\(folder.path)/\(output)").masks(
      id: id, width: size.width, height: size.height)
  }

  @Test("either form holds the generator's masks; JSON alone tells the level")
  func forms() async throws {
    #expect(try await export(to: "png").problems.isEmpty)
    #expect(try await export(to: "json", .json).problems.isEmpty)
    for index in 0..<3 {
      let picture = "images/p\(index).png"
      let expected = try TinySource.masks(ofFile: "\(folder.path)/\(picture)")
      #expect(expected.candidates.count > 3)
      #expect(try written("p\(index)", in: "json", like: picture) == expected)
      let fromPNG = try written("p\(index)", in: "png", like: picture)
      #expect(fromPNG.candidates.map(\.mask) == expected.candidates.map(\.mask))
      #expect(fromPNG.candidates.map(\.predictedIoU) == expected.candidates.map(\.predictedIoU))
      #expect(try names("png/p\(index)").count == expected.candidates.count + 1)
    }
    let table = String(decoding: try folder.bytes("png/p0/metadata.csv"), as: UTF8.self)
    #expect(
      table.prefix { $0 != "\n" }
        == "id,area,bbox_x0,bbox_y0,bbox_w,bbox_h,point_input_x,point_input_y,predicted_iou,"
        + "stability_score,crop_box_x0,crop_box_y0,crop_box_w,crop_box_h")
    #expect(try names("json") == [".sepal", "p0.json", "p1.json", "p2.json"])
  }

  @Test("images at once and threads change no byte")
  func parallel() async throws {
    _ = try await export(to: "a", .json)
    let outcome = try await export(to: "b", .json, jobs: 3, threads: 2)
    #expect(outcome.ids == ["p0", "p1", "p2"])
    for name in ["p0.json", "p1.json", "p2.json", ".sepal/p1.json"] {
      #expect(try folder.bytes("a/\(name)") == folder.bytes("b/\(name)"))
    }
  }

  @Test("a second run makes nothing again; the count of masks is told all the same")
  func again() async throws {
    let first = try await export()
    let second = try await export()
    #expect(first.values.allSatisfy(\.isNew) && !second.values.contains(where: \.isNew))
    #expect(first.values.map(\.masks) == second.values.map(\.masks))
  }

  @Test("another picture, setting or a missing file makes an image's masks anew")
  func stale() async throws {
    _ = try await export()
    try FileManager.default.removeItem(atPath: folder.path + "/masks/p0/0.png")
    let other = TinySource.picture(width: 40, height: 30, seed: 9)
    try folder.write(PNGCodec.encodeRGB(other), "images/p1.png")
    #expect(try await export().values.map(\.isNew) == [true, true, false])
    #expect(
      try written("p1", in: "masks", like: "images/p1.png").candidates.map(\.mask)
        == TinySource.masks(ofFile: folder.path + "/images/p1.png").candidates.map(\.mask))
    var settings = TinySource.settings
    settings.selection.boxNMS = 0.2
    #expect(try await export(settings: settings).values.allSatisfy(\.isNew))
    try folder.write("{}", "masks/.sepal/p2.json")
    #expect(try await export(settings: settings).values.map(\.isNew) == [false, false, true])
  }

  @Test("what a killed run left unfinished is cleared away and made")
  func unfinished() async throws {
    try folder.write("x", "masks/.p0.unfinished/7.png")
    try folder.write("x", "masks/.sepal/.sepal-abc.partial")
    #expect(try await export().problems.isEmpty)
    #expect(try names("masks") == [".sepal", "p0", "p1", "p2"])
    #expect(try names("masks/.sepal") == ["p0.json", "p1.json", "p2.json"])
  }

  @Test("an image without masks has an empty table or list, and readers find none")
  func noMasks() async throws {
    var settings = TinySource.settings
    settings.selection.maximumAreaShare = 0
    let png = try await export(to: "png", settings: settings)
    #expect(png.values.map(\.masks) == [0, 0, 0])
    #expect(try names("png/p0") == ["metadata.csv"])
    #expect(!(try folder.bytes("png/p0/metadata.csv").contains(UInt8(ascii: "\n"))))
    _ = try await export(to: "json", .json, settings: settings)
    #expect(try folder.bytes("json/p0.json") == Array("[]".utf8))
    #expect(try written("p0", in: "png", like: "images/p0.png").candidates.isEmpty)
    #expect(try written("p0", in: "json", like: "images/p0.png").candidates.isEmpty)
    #expect(!(try await export(to: "png", settings: settings).values.contains(where: \.isNew)))
  }

  @Test("pictures of odd shapes and depths have masks of their own size")
  func oddPictures() async throws {
    struct Forms: Decodable {
      struct Form: Decodable { var name: String, file: Data }
      var cases: [Form]
    }
    let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/png/forms.json")
    let forms = try JSONDecoder().decode(Forms.self, from: Data(contentsOf: fixtures)).cases
    let chosen = forms.filter { $0.name.contains("16") || $0.name.contains("alpha") }
    try #require(chosen.count >= 2)
    for (index, form) in chosen.enumerated() {
      try folder.write([UInt8](form.file), "odd/form\(index).png")
    }
    for (width, height) in [(1, 1), (3, 5000), (5000, 3)] {
      let picture = TinySource.picture(width: width, height: height, seed: 1)
      try folder.write(PNGCodec.encodeRGB(picture), "odd/\(width)x\(height).png")
    }
    let samples = try PlainFolder.open(images: folder.path + "/odd").samples
    let outcome = try await export(samples, to: "odd-masks", .json)
    #expect(outcome.problems.isEmpty && outcome.ids.count == samples.count)
    for id in outcome.ids { _ = try written(id, in: "odd-masks", like: "odd/\(id).png") }
  }

  @Test("an image that cannot be read is named; the others have masks")
  func unreadable() async throws {
    try folder.write(Array(try folder.bytes("images/p1.png").prefix(60)), "images/p1.png")
    var all = pictures
    all.append(
      .init(id: try ImageID("gone"), imagePath: folder.path + "/images/gone.jpg", truthPath: nil))
    let outcome = try await export(all, jobs: 2)
    #expect(outcome.ids == ["p0", "p2"])
    #expect(outcome.problems.map(\.id) == ["p1", "gone"])
    #expect(outcome.problems[1].message.contains("no such file"))
    #expect(try names("masks") == [".sepal", "p0", "p2"])
  }

  @Test("masks in the other form are left alone, and their image is a problem")
  func otherForm() async throws {
    _ = try await export(to: "masks", .json)
    try FileManager.default.removeItem(atPath: folder.path + "/masks/p2.json")
    let outcome = try await export(to: "masks", .png)
    #expect(outcome.ids == ["p2"] && outcome.problems.map(\.id) == ["p0", "p1"])
    #expect(outcome.problems[0].message.contains("has p0.json already"))
    #expect(try names("masks") == [".sepal", "p0.json", "p1.json", "p2"])
    #expect(try await export(to: "masks", .json).problems.map(\.id) == ["p2"])
  }

  @Test("an output that is a file, or cannot be written, stops the run")
  func unwritable() async throws {
    try folder.write("x", "masks")
    await #expect(throws: ImageFileError.self) { _ = try await export() }
    #expect(try folder.bytes("masks") == Array("x".utf8))
  }

  @Test("settings that no generator can work with stop the run before anything is written")
  func badSettings() async throws {
    var settings = TinySource.settings
    settings.sampling.pointsPerSide = 0
    await #expect(throws: MaskGeneratorSettingsError.self) {
      _ = try await export(settings: settings)
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/masks"))
  }

  @Test("an interruption ends it between images; what is done stays and is not made again")
  func interrupted() async throws {
    let asked = Counter()
    await #expect(throws: Lab.Interrupted.self) {
      _ = try await export { asked.next() > 2 }
    }
    #expect(try names("masks") == [".sepal", "p0", "p1"])
    #expect(try await export().values.map(\.isNew) == [false, false, true])
  }

  @Test("progress counts every image, those that fail too")
  func progress() async throws {
    let listener = Listener()
    try folder.write("x", "images/p1.png")
    _ = try await export(observer: listener)
    #expect(listener.heard.stages == ["masks"] && listener.heard.advanced == 3)
  }
}
