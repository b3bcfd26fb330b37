import TestSupport
import Experiments
import Foundation
import Testing
import Vision

/// Data that is too large to be kept here.
private enum RealData {
  static let folder =
    ProcessInfo.processInfo.environment["SEPAL_DATA"]
    ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path() + "../shared/data"
  static let isThere = ["transcam", "voc2012/SegmentationClass"].allSatisfy {
    FileManager.default.fileExists(atPath: "\(folder)/\($0)/.")
  }
}

@Suite struct EvaluationTests {
  @Test(
    "TransCAM’s labels score what is published for them",
    .enabled(if: RealData.isThere, "needs SEPAL_DATA with transcam and voc2012"))
  func transCAM() async throws {
    let evaluation = try Evaluation(
      predictions: LabelFolder(path: "\(RealData.folder)/transcam"),
      truth: LabelFolder(path: "\(RealData.folder)/voc2012/SegmentationClass"), ids: nil,
      classes: .voc)
    let outcome = try await evaluation.outcome(jobs: 2)
    #expect(outcome.problems.isEmpty)
    #expect(outcome.values.count == 311)
    var confusion = ConfusionMatrix(classes: 21)
    for image in outcome.values { confusion += image.confusion }
    let score = SegmentationScore(confusion)
    #expect(abs((score.meanIoU ?? 0) - 0.6619) <= 0.00005)
    let known = [
      "background": 0.8808, "aeroplane": 0.6693, "bicycle": 0.4326, "tvmonitor": 0.3772,
    ]
    for (name, expected) in known {
      let index = try #require(ClassNames.voc.index(of: name))
      #expect(abs((score.classes[index].iou ?? 0) - expected) <= 0.00005, "\(name)")
    }
  }

  @Test(
    "counts are those of every pair of label maps, in the order of the ids, whatever the jobs",
    arguments: ConfusionMatrix.PredictedVoid.allCases)
  func counts(predictedVoid: ConfusionMatrix.PredictedVoid) async throws {
    let fixture = try StudyFixture(images: 20)
    for jobs in [1, 3] {
      let outcome = try await Evaluation(
        predictions: LabelFolder(path: fixture.path("seeds")),
        truth: LabelFolder(path: fixture.path("truth")),
        ids: try fixture.ids.map { try ImageID($0) }, classes: fixture.dataset.classes,
        predictedVoid: predictedVoid
      ).outcome(jobs: jobs)
      #expect(outcome.ids == fixture.ids)
      for (index, result) in outcome.values.enumerated() {
        let (truth, seed) = (fixture.truths[index], fixture.seeds[index])
        #expect(
          try result.confusion
            == ConfusionMatrix(
              truth: truth, prediction: seed, classes: fixture.classes,
              predictedVoid: predictedVoid))
        #expect(
          result.boundary
            == BoundaryCounts(
              truth: ClassPlanes(truth), prediction: ClassPlanes(seed), classes: fixture.classes))
      }
    }
  }

  @Test("missing, damaged, foreign and ill-fitting files are their images' problems")
  func problems() async throws {
    let fixture = try StudyFixture(images: 8)
    try FileManager.default.removeItem(atPath: fixture.path("truth/image-1.png"))
    try fixture.folder.write(
      Array(fixture.folder.bytes("seeds/image-2.png").dropLast(30)), "seeds/image-2.png")
    try fixture.folder.write(Array("GIF89a".utf8), "seeds/image-3.png")
    try fixture.folder.write(
      StudyFixture.png(LabelMap(width: 9, height: 9)), "seeds/image-4.png")
    var foreign = fixture.truths[5]
    foreign.labels[1] = 99
    try fixture.folder.write(StudyFixture.png(foreign), "truth/image-5.png")
    let outcome = try await Evaluation(
      predictions: LabelFolder(path: fixture.path("seeds")),
      truth: LabelFolder(path: fixture.path("truth")), ids: nil, classes: fixture.dataset.classes
    ).outcome(jobs: 2)
    #expect(outcome.ids == ["image-0", "image-6", "image-7"])
    #expect(outcome.problems.map(\.id) == (1...5).map { "image-\($0)" })
    let words = ["no such file", "ends before", "found", "9×9", "label 99"]
    for (problem, word) in zip(outcome.problems, words) {
      #expect(problem.message.contains(word), "\(problem.message)")
    }
  }
}
