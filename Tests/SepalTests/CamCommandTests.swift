import Foundation
import TestSupport
import Testing
import Vision

/// From image-level labels to refined labels, from the command line, on a few scenes.
@Suite("sepal cam and sepal refine") struct CamCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func sepal(
    _ words: String..., weights: String = NanoWeights.folder
  ) throws -> SepalCommand.Outcome {
    try SepalCommand.run(words, in: folder.path, environment: ["SEPAL_WEIGHTS": weights])
  }

  private func names(in path: String, _ ending: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/\(path)")
      .filter { $0.hasSuffix(ending) }.sorted()
  }

  @Test(
    "a classifier is trained and makes maps, which it makes again from its file, and others refine",
    .enabled(if: NanoWeights.hasBackbone, "\(NanoWeights.whyNone)"))
  func wholeWay() throws {
    let scenes = ["--scenes", "80", "--limit", "3"]
    let trained = try SepalCommand.run(
      ["cam", "--train", "--output", "cams", "--background", "0.4", "--scales", "1", "--json"]
        + scenes, in: folder.path, environment: ["SEPAL_WEIGHTS": NanoWeights.folder])
    #expect(trained.status == 0, "\(trained.messages)")
    #expect(trained.output.contains("\"images\" : 3"))
    let maps = try names(in: "cams", ".npy")
    #expect(maps == ["scene_0002.npy", "scene_0004.npy", "scene_0006.npy"])
    #expect(try names(in: "cams/seeds", ".png").count == 3)
    let again = try SepalCommand.run(
      ["cam", "--classifier", "cams/classifier.safetensors", "--output", "again", "--scales", "1"]
        + scenes, in: folder.path, environment: ["SEPAL_WEIGHTS": NanoWeights.folder])
    #expect(again.status == 0, "\(again.messages)")
    for name in maps {
      #expect(
        try FileBytes.read("\(folder.path)/cams/\(name)")
          == FileBytes.read("\(folder.path)/again/\(name)"), "\(name)")
    }
    let refined = try SepalCommand.run(
      ["refine", "--cams", "cams", "--output", "crf", "--background", "0.4"] + scenes,
      in: folder.path, environment: ["SEPAL_WEIGHTS": NanoWeights.folder])
    #expect(refined.status == 0, "\(refined.messages)")
    #expect(try names(in: "crf", ".png").count == 3)
    let walked = try SepalCommand.run(
      ["refine", "--cams", "cams", "--output", "walk", "--method", "random-walk"] + scenes,
      in: folder.path, environment: ["SEPAL_WEIGHTS": NanoWeights.folder])
    #expect(walked.status == 0, "\(walked.messages)")
    #expect(try names(in: "walk", ".npy") == maps)
  }

  @Test(
    "a class that no image shows is named, and nothing is written",
    .enabled(if: NanoWeights.hasBackbone, "\(NanoWeights.whyNone)"))
  func absentClass() throws {
    let outcome = try sepal("cam", "--train", "--output", "cams", "--scenes", "4")
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains("no image of the training set shows"))
    #expect(try names(in: "cams", ".npy").isEmpty)
  }

  @Test(
    "a classifier that is not there, or is none, ends the command before the first image",
    .enabled(if: NanoWeights.hasBackbone, "\(NanoWeights.whyNone)"))
  func wrongClassifier() throws {
    let words = ["cam", "--output", "cams", "--scenes", "4", "--classifier"]
    for (file, status) in [("none.safetensors", Int32(66)), (Self.backbone, 65)] {
      let outcome = try SepalCommand.run(
        words + [file], in: folder.path, environment: ["SEPAL_WEIGHTS": NanoWeights.folder])
      #expect(outcome.status == status, "\(outcome.messages)")
      #expect(outcome.messages.contains(file))
      #expect(!outcome.messages.contains("scene_0002"))
    }
  }

  private static let backbone = "\(NanoWeights.folder)/efficientnet-lite0-57934424.pth"

  @Test("without the backbone’s weights it ends with 66 and names what fetches them")
  func noBackbone() throws {
    let outcome = try sepal(
      "cam", "--train", "--output", "cams", "--scenes", "4", weights: "/nonexistent")
    #expect(outcome.status == 66)
    #expect(outcome.messages.contains("scripts/bootstrap"))
  }

  @Test("maps that are missing are each image’s own trouble, by name")
  func missingMaps() throws {
    try folder.write("", "cams/other.txt")
    let outcome = try sepal(
      "refine", "--cams", "cams", "--output", "crf", "--scenes", "4")
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains("scene_0002"))
    #expect(outcome.messages.contains("no activation maps of image"))
  }

  @Test(
    "a value that makes no sense is a mistake of use",
    arguments: [
      (["cam", "--output", "a"], "--train"),
      (["cam", "--train", "--classifier", "c", "--output", "a"], "--train"),
      (["cam", "--train", "--output", "a", "--scales", "1,x"], "--scales"),
      (["cam", "--train", "--output", "a", "--background", "2"], "--background"),
      (["refine", "--cams", "a", "--output", "b", "--method", "blur"], "--method"),
      (["refine", "--cams", "a", "--output", "b", "--crf", "mine"], "--crf"),
      (["refine", "--cams", "a", "--output", "b", "--background", "some"], "--background"),
    ])
  func usage(_ words: [String], _ option: String) throws {
    let outcome = try SepalCommand.run(words, in: folder.path)
    #expect(outcome.status == 64)
    #expect(outcome.messages.contains(option))
  }
}

/// A run whose seeds are the default: activation maps of a classifier that the run trains.
@Suite("sepal run from image-level labels") struct TrainedRunTests {
  private struct Results: Decodable {
    struct Experiment: Decodable {
      struct Score: Decodable { var id: String, mIoU: Double }
      struct Timing: Decodable { var step: String, images: Int }
      var id: String, answer: String, scores: [Score], timings: [Timing]
    }
    var experiments: [Experiment]
  }

  @Test(
    "one job and two give the same report, and post-processing stands beside SEPL in it",
    .enabled(if: NanoWeights.hasBackbone, "\(NanoWeights.whyNone)"))
  func postProcessing() throws {
    let folder = try TemporaryFolder()
    for jobs in ["1", "2"] {
      let outcome = try SepalCommand.run(
        [
          "run", "replace-post-processing", "--scenes", "80", "--limit", "4", "--masks",
          "region-tree", "--format", "html", "--jobs", jobs, "--cache", "cache\(jobs)",
          "--output", "report\(jobs)",
        ], in: folder.path, environment: ["SEPAL_WEIGHTS": NanoWeights.folder])
      #expect(outcome.status == 0, "\(outcome.messages)")
    }
    #expect(
      try FileBytes.read("\(folder.path)/report1/report.html")
        == FileBytes.read("\(folder.path)/report2/report.html"))
    let results = try JSONDecoder().decode(
      Results.self, from: Data(FileBytes.read("\(folder.path)/report1/results.json")))
    let experiment = try #require(results.experiments.first)
    #expect(
      experiment.scores.map(\.id) == [
        "raw-cam", "dcrf", "affinity", "affinity+dcrf", "sepl", "sepl-oracle-masks",
        "sepl-after-dcrf", "sepl-after-affinity", "sepl-after-affinity+dcrf", "raw-cam-fixed",
        "raw-cam-held-out", "raw-cam-oracle",
      ])
    #expect(experiment.scores.allSatisfy { (0...1).contains($0.mIoU) })
    let trained = experiment.timings.filter { ["classifier", "affinity"].contains($0.step) }
    #expect(trained.map(\.images) == [4, 4])
  }
}
