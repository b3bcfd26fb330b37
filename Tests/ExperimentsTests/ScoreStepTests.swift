import Experiments
import TestSupport
import Testing
import Vision

@Suite struct ScoreStepTests {
  let fixture: StudyFixture

  init() throws { fixture = try StudyFixture(images: 48) }

  private static let thresholds = [
    SEPLThresholds(mask: 0.5, label: 0.85, maximumMaskArea: 0.95),
    SEPLThresholds(mask: 0.2, label: 0.3, maximumMaskArea: 1),
    SEPLThresholds(mask: 1, label: 1, maximumMaskArea: 0.4),
  ]

  /// What the rule gives by painting a label map, scored pixel by pixel.
  private func plain(_ image: Int, _ setting: MergeSetting) throws -> ConfusionMatrix {
    var prediction = fixture.seeds[image]
    let truth = fixture.truths[image]
    if let rule = setting.rule {
      let reference = rule.reference == .groundTruth ? truth : prediction
      prediction = rule.enhanced(
        reference, masks: fixture.masks[image], thresholds: setting.thresholds)
    }
    return try ConfusionMatrix(truth: truth, prediction: prediction, classes: fixture.classes)
  }

  @Test("counts equal those of painted label maps, for every rule and several thresholds")
  func plainModel() async throws {
    let settings =
      [.rawSeed]
      + SEPLRule.all.flatMap { rule in
        Self.thresholds.map { MergeSetting(rule, thresholds: $0) }
      }
    let lab = try fixture.lab(jobs: 2)
    let sheet = try await lab.scores(
      ScoreStep(seed: fixture.seedSource, masks: fixture.maskSource, settings: settings))
    #expect(sheet.problems.isEmpty)
    for (index, setting) in settings.enumerated() {
      var sum = ConfusionMatrix(classes: fixture.classes)
      for image in fixture.ids.indices {
        let expected = try plain(image, setting)
        #expect(
          sheet.restricted { $0 == fixture.ids[image] }.confusion(index) == expected,
          "\(setting.id) \(setting.thresholds), \(fixture.ids[image])")
        sum += expected
      }
      #expect(sheet.confusion(index) == sum)
    }
  }

  @Test("settings that choose the same masks share their counts")
  func sharing() throws {
    let settings = (1...20).flatMap { mask in
      (1...20).map { label in
        MergeSetting(
          .sepl, thresholds: SEPLThresholds(mask: Double(mask) / 20, label: Double(label) / 20))
      }
    }
    let lab = try fixture.lab()
    let step = ScoreStep(
      seed: try fixture.seedSource, masks: fixture.maskSource, settings: settings + settings)
    for sample in lab.study.samples {
      let scores = try lab.bench(for: sample).output(of: step)
      #expect(scores.settings.count == 800)
      #expect(scores.settings[..<400] == scores.settings[400...])
      #expect(Set(scores.settings) == Set(scores.distinct.indices))
      // At most one choice per threshold that some mask passes: two per class and mask, squared.
      #expect(scores.distinct.count < 200)
    }
  }

  @Test("another number of classes gives another key")
  func classes() throws {
    let step = ScoreStep(seed: try fixture.seedSource, masks: nil, settings: [.rawSeed])
    let lab = try fixture.lab()
    let sample = try #require(lab.study.samples.first)
    var dataset = try fixture.dataset
    dataset.classes = .voc
    let study = Study(dataset: dataset, seeds: [], masks: [], randomSeed: 0)
    let other = Lab(study: study, cache: lab.cache, digests: lab.digests, jobs: 1)
    #expect(try lab.bench(for: sample).output(of: step)[0].confusion.classes == 6)
    #expect(try other.bench(for: sample).output(of: step)[0].confusion.classes == 21)
  }

  @Test("a pseudo label with a class that the data set lacks is that image's problem")
  func foreignClass() async throws {
    var labels = fixture.seeds[5]
    labels.labels[0] = 77
    try fixture.folder.write(StudyFixture.png(labels), "seeds/image-5.png")
    let sheet = try await fixture.lab().scores(
      ScoreStep(seed: fixture.seedSource, masks: nil, settings: [.rawSeed]))
    #expect(sheet.problems.map(\.id) == ["image-5"])
    #expect(sheet.problems[0].message.contains("label 77 at (0, 0)"))
    #expect(sheet.ids.count == 47)
  }

  @Test("an image that fails under one step is left out of all, so that sheets stay paired")
  func paired() async throws {
    try fixture.folder.write([], "masks/image-2.json")
    let sheets = try await fixture.lab().scores(
      [
        ScoreStep(seed: fixture.seedSource, masks: nil, settings: [.rawSeed]),
        ScoreStep(
          seed: fixture.seedSource, masks: fixture.maskSource, settings: [MergeSetting(.sepl)]),
      ], stage: "test")
    #expect(sheets.map(\.ids.count) == [47, 47])
    #expect(sheets[0].ids == sheets[1].ids)
  }

  @Test("a choice of settings by image is compared as if it were one setting")
  func choice() async throws {
    let settings: [MergeSetting] = [.rawSeed, MergeSetting(.sepl), MergeSetting(.official)]
    let sheet = try await fixture.lab().scores(
      ScoreStep(seed: fixture.seedSource, masks: fixture.maskSource, settings: settings))
    let constant = try sheet.comparison(choosing: { _ in 2 }, against: sheet, 0)
    #expect(constant == (try sheet.comparison(of: 2, against: sheet, 0)))
    func choose(_ id: String) -> Int { 1 + Study.fold(of: id) }
    let mixed = try sheet.comparison(choosing: choose, against: sheet, 0)
    let (chosen, raw) = (
      try sheet.distribution(choosing: choose), try sheet.distribution(0)
    )
    #expect(mixed.difference == chosen.difference(from: raw))
    let gains = sheet.ids.enumerated().map { index, id in
      sheet.imageIoU(index, choose(id)) - sheet.imageIoU(index, 0)
    }
    #expect(mixed.better == gains.count { $0 > 0 } && mixed.worse == gains.count { $0 < 0 })
    #expect(mixed.better + mixed.equal + mixed.worse == sheet.ids.count)
  }

  @Test("nothing scored is an error with the first reason")
  func nothing() async throws {
    let sheet = try await fixture.lab().scores(
      ScoreStep(seed: fixture.seedSource, masks: nil, settings: [.rawSeed]))
    let empty = sheet.restricted { _ in false }
    #expect(throws: NothingScored.self) { try empty.distribution(0) }
  }
}
