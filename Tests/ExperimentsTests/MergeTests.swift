import TestSupport
import Experiments
import Foundation
import Testing
import Vision

@Suite struct MergeTests {
  private func merge(
    _ fixture: StudyFixture, to output: String, rule: SEPLRule = .official,
    cache: String? = nil, jobs: Int = 2, observer: any RunObserver = SilentObserver(),
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) async throws -> Lab.Outcome<Void> {
    try await Merge(
      labels: LabelFolder(path: fixture.path("seeds")), masks: fixture.path("masks"),
      output: fixture.path(output), rule: rule, thresholds: rule.defaults
    ).run(
      cacheFolder: cache.map(fixture.path), jobs: jobs, observer: observer,
      isInterrupted: isInterrupted)
  }

  private func files(_ fixture: StudyFixture, _ output: String) throws -> [[UInt8]] {
    try fixture.ids.map { try fixture.folder.bytes("\(output)/\($0).png") }
  }

  @Test("written labels are what the rule gives, for every rule that reads no truth")
  func rules() async throws {
    let fixture = try StudyFixture(images: 16)
    for rule in SEPLRule.all where rule.reference == .pseudoLabel {
      let outcome = try await merge(fixture, to: rule.name, rule: rule)
      #expect(outcome.problems.isEmpty)
      for (index, id) in fixture.ids.sorted().enumerated() {
        #expect(outcome.ids[index] == id)
      }
      for (index, id) in fixture.ids.enumerated() {
        let written = try LabelFile.read(path: fixture.path("\(rule.name)/\(id).png"))
        #expect(written == rule.enhanced(fixture.seeds[index], masks: fixture.masks[index]))
      }
    }
  }

  @Test("PNG and JSON masks, one job and three, with a cache and without give the same files")
  func sameBytes() async throws {
    let json = try StudyFixture(images: 12, form: .json)
    let png = try StudyFixture(images: 12, form: .png)
    _ = try await merge(json, to: "out")
    let expected = try files(json, "out")
    _ = try await merge(png, to: "out", jobs: 3)
    #expect(try files(png, "out") == expected)
    _ = try await merge(png, to: "cached", cache: "cache", jobs: 1)
    #expect(try files(png, "cached") == expected)
    _ = try await merge(png, to: "cached-again", cache: "cache")
    #expect(try files(png, "cached-again") == expected)
  }

  @Test("with a cache, a second merge reads no mask file; a changed file is read again")
  func cached() async throws {
    let fixture = try StudyFixture(images: 6, form: .png)
    let folder = URL(filePath: fixture.path("masks"))
    let names = try #require(FileManager.default.enumerator(atPath: folder.path())).compactMap {
      $0 as? String
    }
    let masks = names.filter { $0.hasSuffix(".png") || $0.hasSuffix(".csv") }
      .map { fixture.path("masks/\($0)") }
    for mask in masks { try SilentChange.stamp(mask) }
    _ = try await merge(fixture, to: "first", cache: "cache")
    for mask in masks { try SilentChange.corrupt(mask) }
    let second = try await merge(fixture, to: "second", cache: "cache")
    #expect(second.problems.isEmpty)
    #expect(try files(fixture, "second") == files(fixture, "first"))

    let touched = try #require(masks.first { $0.hasSuffix("0.png") })
    let later = SilentChange.date.addingTimeInterval(5)
    try FileManager.default.setAttributes([.modificationDate: later], ofItemAtPath: touched)
    let third = try await merge(fixture, to: "third", cache: "cache")
    #expect(third.problems.count == 1)
  }

  @Test("an image without masks, or with masks of another size, is a problem of its own")
  func problems() async throws {
    let fixture = try StudyFixture(images: 5)
    try FileManager.default.removeItem(atPath: fixture.path("masks/image-1.json"))
    try fixture.folder.write(
      StudyFixture.png(LabelMap(width: 3, height: 3)), "seeds/image-3.png")
    let listener = Listener()
    for cache in [nil, "cache"] {
      let outcome = try await merge(fixture, to: "out", cache: cache, observer: listener)
      #expect(outcome.problems.map(\.id) == ["image-1", "image-3"])
      #expect(outcome.ids == ["image-0", "image-2", "image-4"])
      #expect(try !fixture.folder.names(endingIn: "out").isEmpty)
    }
    #expect((listener.heard.advanced, listener.heard.finished) == (10, 2))
  }

  @Test("an output folder that cannot be made or written stops the merge with a reason")
  func unwritable() async throws {
    let fixture = try StudyFixture(images: 3)
    try fixture.folder.write([1], "file")
    let error = await #expect(throws: ImageFileError.self) {
      try await merge(fixture, to: "file/out")
    }
    #expect(error?.isUnwritable ?? false)
    // A folder stands where an image is to be written.
    try fixture.folder.write([1], "out/image-1.png/occupied")
    let stopped = await #expect(throws: ImageFileError.self) {
      try await merge(fixture, to: "out", jobs: 1)
    }
    #expect(stopped?.isUnwritable ?? false)
    #expect(try LabelFile.read(path: fixture.path("out/image-0.png")).width == 7)
  }

  @Test("an interrupted merge ends its progress, keeps what it wrote and what it hashed")
  func interrupted() async throws {
    let fixture = try StudyFixture(images: 8, form: .png)
    let (listener, count) = (Listener(), Counter())
    await #expect(throws: Lab.Interrupted.self) {
      try await merge(
        fixture, to: "out", cache: "cache", jobs: 1, observer: listener,
        isInterrupted: { count.next() > 3 })
    }
    #expect(listener.heard.finished == 1)
    #expect(try fixture.folder.bytes("cache/files.index").isEmpty == false)
    let written = try FileManager.default.contentsOfDirectory(atPath: fixture.path("out"))
    #expect(written.sorted() == ["image-0.png", "image-1.png", "image-2.png"])
  }

  @Test("a folder of masks that is not there is said at once")
  func noMasks() throws {
    let fixture = try StudyFixture(images: 1)
    #expect(throws: DatasetError.self) {
      try Merge(
        labels: LabelFolder(path: fixture.path("seeds")), masks: fixture.path("nowhere"),
        output: fixture.path("out"), rule: .sepl, thresholds: SEPLThresholds())
    }
  }
}
