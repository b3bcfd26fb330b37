import Experiments
import TestSupport
import Testing
import Vision

@Suite("Scores of arranged masks")
struct ArrangementStepTests {
  let fixture: StudyFixture

  init() throws { fixture = try StudyFixture(images: 40) }

  private func set(_ image: Int) -> MaskSet {
    MaskSet(
      width: fixture.truths[image].width, height: fixture.truths[image].height,
      candidates: fixture.masks[image].map { MaskCandidate(mask: RunLengthMask($0)) })
  }

  /// What SEPL gives with the masks that `arranged` leaves, scored pixel by pixel.
  private func plain(_ arranged: (MaskLayers, Int) -> MaskSet) throws -> ConfusionMatrix {
    try fixture.ids.indices.reduce(into: ConfusionMatrix(classes: fixture.classes)) { sum, image in
      let masks = arranged(MaskLayers(set(image)), image).binaryMasks
      sum += try ConfusionMatrix(
        truth: fixture.truths[image],
        prediction: SEPLRule.sepl.enhanced(fixture.seeds[image], masks: masks),
        classes: fixture.classes)
    }
  }

  @Test("arrangements come first, then those that read the truth, each scored with its own masks")
  func oracles() async throws {
    let kinds: [MaskArrangement] = [
      .none, .without(.nested(.wholes)), .without(.small(below: 0.1)), .without(.large()),
    ]
    let step = ArrangementStep(
      seed: try fixture.seedSource, masks: fixture.maskSource, arrangements: kinds,
      oracles: MaskOracle.allCases, settings: [MergeSetting(.sepl)])
    #expect(step.names == kinds.map(\.name) + ["oracle-without-several-objects"])
    let sheet = try await fixture.lab().arrangements(step, stage: "test")
    #expect(sheet.scores.count == 5 && sheet.oracles == MaskOracle.allCases)
    for (index, kind) in kinds.enumerated() {
      #expect(
        try sheet.scores[index].confusion(0) == plain { layers, _ in kind.applied(to: layers) })
    }
    let oracle = try plain { layers, image in
      MaskOracle.withoutSeveralObjects.applied(
        to: layers, trueObjects: TruthRegions(componentsOf: fixture.truths[image]).objects)
    }
    #expect(sheet.scores[4].confusion(0) == oracle)
    #expect(sheet.measures[4].masksWithSeveralObjects == 0)
    #expect(sheet.measures[0].masksWithSeveralObjects > 0)
  }

  @Test("the best cut through overlapping masks gives their pieces the best class, and is stored")
  func bestCut() async throws {
    let oracle = MergeSetting(.oracle, thresholds: SEPLThresholds(maximumMaskArea: 1))
    let step = ArrangementStep(
      seed: try fixture.seedSource, masks: fixture.maskSource, arrangements: [.none, .atoms],
      settings: [oracle])
    let lab = try fixture.lab()
    let sheet = try await lab.arrangements(step, stage: "test")
    let pieces = sheet.scores[1].score(0).meanIoU
    #expect(sheet.bestCuts == [pieces, pieces])
    #expect(try #require(pieces) > #require(sheet.scores[0].score(0).meanIoU))
    for sample in lab.study.samples {
      let scores = try step.output(at: lab.bench(for: sample))
      #expect(try ArrangementScores(stored: scores.stored) == scores)
      #expect(throws: StoredFormatError.self) {
        try ArrangementScores(stored: Array(scores.stored.dropLast()))
      }
    }
  }

  @Test("an oracle changes the key, none leaves it as it was")
  func keys() throws {
    func step(_ oracles: [MaskOracle]) throws -> ArrangementStep {
      ArrangementStep(
        seed: try fixture.seedSource, masks: fixture.maskSource, arrangements: [.none],
        oracles: oracles, settings: [MergeSetting(.sepl)])
    }
    let plain = try step([])
    #expect(plain.parameters.first == Parameter("arrangements", "none"))
    #expect(try step(MaskOracle.allCases).parameters != plain.parameters)
  }

  @Test("arrangements scored together have the scores and measures of each one scored alone")
  func together() throws {
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
