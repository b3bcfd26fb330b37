import Foundation
import TestSupport
import Testing
import Vision

@Suite("A network from weights to report", .serialized) struct SAMRunTests {
  private let study: SmallStudy
  private let checkpoint: String

  init() throws {
    study = try SmallStudy()
    checkpoint = try WholeImageSAM.write(to: study.folder)
  }

  private struct Summary: Decodable { var written: Int, kept: Int, masks: Int }

  private func masks(_ words: String...) throws -> Summary {
    let outcome = try SepalCommand.run(
      [
        "masks", "--checkpoint", checkpoint, "--points-per-side", "2", "--json", "--input",
        study.image("small_0"),
      ] + words, in: study.folder.path)
    #expect(outcome.status == 0, "\(outcome.messages)")
    return try outcome.json(as: Summary.self)
  }

  @Test("sepal masks asks the model that the weights are, and is content with its answer")
  func masks() throws {
    let first = try masks("--output", "png", "--model-type", "vit_b")
    #expect(first.written == 1 && first.kept == 0 && first.masks == 1)
    #expect(
      try study.folder.text("png/small_0/metadata.csv").split(separator: "\n").last
        == "0,10800,0,0,119,89,30.0,22.5,0.8999999761581421,1.0,0,0,120,90")
    let mask = try PNGCodec.decodeMask(study.folder.bytes("png/small_0/0.png"), path: "0.png")
    #expect(mask.count == 120 * 90)
    let second = try masks("--output", "png")
    #expect(second.written == 0 && second.kept == 1 && second.masks == 1)

    let json = try masks("--output", "json", "--convert-to-rle", "--precision", "bf16")
    #expect(json.written == 1)
    let set = try MaskFolder(path: study.folder.path + "/json").masks(
      id: "small_0", width: 120, height: 90)
    #expect(set.candidates.map(\.mask.count) == [10800] && set.candidates.map(\.level) == [0])
  }

  @Test("sepal run makes masks by SAM, keeps them, and says what made them")
  func run() throws {
    let words = [
      "methods", "--limit", "1", "--masks", "sam", "--checkpoint", checkpoint, "--precision",
      "bf16",
    ]
    let run = try SepalCommand.run(
      ["run"] + words + ["--format", "html", "--output", "report"] + study.options,
      in: study.folder.path)
    #expect(run.status == 0, "\(run.messages)")
    let report = try study.folder.text("report/report.html")
    for part in [
      "sam (ViT-B, bf16)", "SAM computed in bf16.", "whole-image.safetensors, SAM ViT-B",
      "points-per-side 32", "--checkpoint whole-image.safetensors --precision bf16",
    ] {
      #expect(report.contains(part), "the report does not say: \(part)")
    }
    #expect(!report.contains(study.folder.path))
    #expect(try study.folder.text("report/results.json").contains(/"step" ?: ?"sam"/))

    let same = try SepalCommand.run(["plan"] + words + study.options, in: study.folder.path)
    #expect(same.output.contains("sam: 1 cached, 0 to do"), "\(same.output)")
    let other = try SepalCommand.run(
      ["plan"] + words.dropLast(2) + study.options, in: study.folder.path)
    #expect(other.output.contains("sam: 0 cached, 1 to do"), "\(other.output)")
    #expect(other.output.contains("parameter precision: bf16 → f32"), "\(other.output)")
  }
}
