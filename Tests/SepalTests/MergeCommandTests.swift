import TestSupport
import Foundation
import Testing
import Vision

@Suite("sepal merge") struct MergeCommandTests {
  private let study: SmallStudy
  private let masks: [String: [BinaryMask]]

  init() throws {
    study = try SmallStudy()
    masks = try study.writeMasks()
  }

  private func merge(_ words: String...) throws -> SepalCommand.Outcome {
    try SepalCommand.run(["merge", "--pseudo", "seeds"] + words, in: study.folder.path)
  }

  private func labels(_ name: String) throws -> LabelMap {
    try LabelFile.read(path: study.folder.path + "/" + name)
  }

  @Test(
    "every rule gives what its pure function gives, on the same thresholds",
    arguments: SEPLRule.all.filter { $0.reference == .pseudoLabel }.map(\.name))
  func rules(_ name: String) throws {
    let rule = try #require(SEPLRule.named(name))
    let outcome = try merge("--masks", "masks-png", "--output", "merged", "--rule", name)
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    for id in SmallStudy.ids {
      let expected = rule.enhanced(try labels(study.seed(id)), masks: try #require(masks[id]))
      #expect(try labels("merged/\(id).png") == expected, "\(id)")
    }
  }

  @Test("masks from PNG files and from JSON give the same bytes, and so do one job and two")
  func forms() throws {
    _ = try merge("--masks", "masks-png", "--output", "a", "--jobs", "1")
    _ = try merge("--masks", "masks-json", "--output", "b", "--jobs", "2")
    let files = try study.folder.files(below: "a")
    #expect(files.keys.sorted() == SmallStudy.ids.map { $0 + ".png" })
    #expect(try study.folder.files(below: "b") == files)
  }

  @Test("thresholds are those that are given")
  func thresholds() throws {
    let outcome = try merge(
      "--masks", "masks-json", "--output", "merged", "--mask-threshold", "0.2",
      "--label-threshold", "0.4", "--maximum-mask-area", "0.5")
    #expect(outcome.status == 0)
    let thresholds = SEPLThresholds(mask: 0.2, label: 0.4, maximumMaskArea: 0.5)
    for id in SmallStudy.ids {
      let seed = try labels(study.seed(id))
      let expected = SEPLRule.sepl.enhanced(
        seed, masks: try #require(masks[id]), thresholds: thresholds)
      #expect(try labels("merged/\(id).png") == expected, "\(id)")
    }
  }

  @Test("with --cache a second merge is the same without the masks' files being decoded")
  func cache() throws {
    let arguments = ["--masks", "masks-png", "--cache", "kept", "--output"]
    let cold = try SepalCommand.run(
      ["merge", "--pseudo", "seeds"] + arguments + ["a"], in: study.folder.path)
    let warm = try SepalCommand.run(
      ["merge", "--pseudo", "seeds"] + arguments + ["b"], in: study.folder.path)
    #expect(cold.status == 0 && warm.status == 0)
    #expect(try study.folder.files(below: "a") == study.folder.files(below: "b"))
    let steps = try SepalCommand.run(
      ["cache", "list", "--cache", "kept", "--json"], in: study.folder.path
    ).json(as: [KeptStep].self)
    #expect(steps.map(\.objects) == [SmallStudy.ids.count])
  }

  @Test("images that cannot be merged are named and counted; the others are written")
  func damaged() throws {
    let folder = study.folder
    let json = try folder.text("masks-json/small_0.json")
    let counts = try #require(json.firstMatch(of: /"counts": *"[^"]*"/))
    try folder.write(
      json.replacing(counts.0, with: "\"counts\": \"11\"", maxReplacements: 1),
      "masks-json/small_0.json")
    try study.write(LabelMap(width: 60, height: 45), to: study.seed("small_1"))
    try folder.remove("masks-json/small_2.json")
    try folder.write(
      Array(try folder.bytes(study.seed("small_3")).prefix(70)), study.seed("small_3"))
    let outcome = try merge("--masks", "masks-json", "--output", "merged", "--json")
    #expect(outcome.status == 65)
    #expect(try folder.files(below: "merged").keys.sorted() == (4..<8).map { "small_\($0).png" })
    struct Summary: Decodable {
      struct Problem: Decodable { var id: String }
      var merged: Int
      var failed: [Problem]
    }
    let summary = try outcome.json(as: Summary.self)
    #expect(summary.merged == 4)
    #expect(summary.failed.map(\.id) == (0..<4).map { "small_\($0)" })
    for words in [
      "masks-json/small_0.json", "small_1", "small_2", "seeds/small_3.png",
      "4 of 8 images could not be merged",
    ] { #expect(outcome.messages.contains(words), "\(words)\n\(outcome.messages)") }
  }

  @Test("a folder that is missing or cannot be made is named, with the system's reason")
  func folders() throws {
    let missing = try merge("--masks", "nowhere", "--output", "merged")
    #expect(missing.status == 66)
    #expect(missing.messages.contains("nowhere"))
    try study.folder.write("", "file")
    let blocked = try merge("--masks", "masks-png", "--output", "file/merged")
    #expect(blocked.status == 75)
    #expect(blocked.messages.contains("file/merged"))
    #expect(!blocked.messages.contains("Domain"), "\(blocked.messages)")
  }
}
