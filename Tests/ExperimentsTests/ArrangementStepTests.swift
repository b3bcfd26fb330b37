import Experiments
import TestSupport
import Testing
import Vision

@Suite("Scores of arrangements")
struct ArrangementStepTests {
  @Test("arrangements scored together have the scores and measures of each one scored alone")
  func together() throws {
    let fixture = try StudyFixture(images: 16)
    let lab = try fixture.lab()
    func step(_ arrangements: [MaskArrangement]) throws -> ArrangementStep {
      ArrangementStep(
        seed: try fixture.seedSource, masks: fixture.maskSource, arrangements: arrangements,
        settings: [.rawSeed, MergeSetting(.sepl), MergeSetting(.treeCut), MergeSetting(.oracle)])
    }
    // Some leave the same masks in some images.
    let arrangements = MaskArrangement.compared + [.boxNMS(0.9), .boxNMS(0.95), .maskNMS(0.9)]
    for sample in lab.study.samples {
      let bench = lab.bench(for: sample)
      let together = try bench.output(of: step(arrangements)).entries
      #expect(together == (try arrangements.map { try bench.output(of: step([$0])).entries[0] }))
    }
  }

  @Test("the masks that an arrangement leaves are those that are scored")
  func scored() async throws {
    let fixture = try StudyFixture(images: 16)
    let lab = try fixture.lab()
    let settings: [MergeSetting] = [.rawSeed, MergeSetting(.sepl)]
    let arranged = try await lab.arrangements(
      ArrangementStep(
        seed: fixture.seedSource, masks: fixture.maskSource,
        arrangements: [.none, .smallOverLarge], settings: settings), stage: "arranged")
    for (sheet, arrangement) in zip(arranged.scores, arranged.arrangements) {
      let plain = try await lab.scores(
        ScoreStep(
          seed: fixture.seedSource, masks: fixture.maskSource.arranged(arrangement),
          settings: settings))
      #expect(sheet.confusion(1) == plain.confusion(1))
    }
    #expect(arranged.scores[0].confusion(1) != arranged.scores[1].confusion(1))
  }
}
