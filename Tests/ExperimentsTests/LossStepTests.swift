import Experiments
import TestSupport
import Testing
import Vision

@Suite("Where the IoU of a set went")
struct LossStepTests {
  typealias Cause = ClassLosses.Cause

  static let settings: [MergeSetting] = [.rawSeed, .init(.sepl), .init(.treeCut)]
  let lab: Lab
  let scores: ScoreSheet
  let sheets: [LossSheet]

  init() async throws {
    let fixture = try StudyFixture(images: 48)
    lab = try fixture.lab(jobs: 2)
    let (seed, masks) = (try fixture.seedSource, fixture.maskSource)
    sheets = try await lab.losses(
      Self.settings.map { LossStep(seed: seed, masks: masks, setting: $0) }, stage: "losses")
    scores = try await lab.scores(ScoreStep(seed: seed, masks: masks, settings: Self.settings))
  }

  @Test("classes have the counts of the set's confusion matrix")
  func counts() {
    for (setting, sheet) in sheets.enumerated() {
      let counts = scores.confusion(setting).classCounts
      #expect(sheet.classes.map(\.label) == [1, 2, 3, 4, 5])
      for entry in sheet.classes {
        #expect(entry.correct == counts[Int(entry.label)].both)
        #expect(entry.union == counts[Int(entry.label)].union)
      }
    }
  }

  @Test("mean IoU and what the causes take of it add up to 1, and the images' parts to the causes'")
  func sums() throws {
    for sheet in sheets {
      let iou = try #require(sheet.meanIoU).value
      let lost = try Cause.allCases.map { try #require(sheet.lost(to: [$0])).value }
      #expect(abs(iou + lost.reduce(0, +) - 1) < 1e-12)
      let all = try #require(sheet.lost(to: Cause.allCases)).value
      #expect(abs(iou + all - 1) < 1e-12)
      let contours = try Cause.allCases.map {
        try #require(sheet.lostAlongContours(to: $0)).value
      }
      #expect(abs(contours.reduce(0, +) - lost[Cause.boundary.rawValue]) < 1e-12)
      for (cause, lost) in zip(Cause.allCases, lost) {
        let images = sheet.ids.indices.reduce(0) { $0 + sheet.lost(to: cause, in: $1) }
        #expect(abs(images - lost) < 1e-12)
      }
    }
  }

  @Test("the labels as they are have lost nothing of the seed and added nothing; rules have")
  func seedsAlone() {
    let parts = sheets.map { sheet in
      sheet.classes.reduce(into: ClassLosses.Parts()) { $0 += $1.parts }
    }
    #expect(parts[0][.missedLost] == 0 && parts[0][.wrongAdded] == 0)
    for other in parts.dropFirst() {
      #expect(other[.missedLost] > 0 && other[.wrongAdded] > 0)
    }
    #expect(Cause.allCases.allSatisfy { cause in parts[1][cause] > 0 })
  }

  @Test("a comparison counts the images that lose fewer pixels as better")
  func comparisons() throws {
    let causes: [Cause] = [.wrongFromSeed, .wrongAdded]
    let comparison = try #require(sheets[1].comparison(of: causes, against: sheets[0], causes))
    func pixels(_ sheet: LossSheet, _ image: Int) -> Int {
      let total = sheet.images[image].losses.total
      return total[.wrongFromSeed] + total[.wrongAdded]
    }
    let images = sheets[0].ids.indices
    #expect(comparison.better == images.count { pixels(sheets[1], $0) < pixels(sheets[0], $0) })
    #expect(comparison.worse == images.count { pixels(sheets[1], $0) > pixels(sheets[0], $0) })
    #expect(comparison.better + comparison.equal + comparison.worse == images.count)
    let own = try #require(sheets[1].comparison(of: causes, against: sheets[1], causes))
    #expect(own.difference == Estimate(value: 0, low: 0, high: 0) && own.pValue == 1)
  }

  @Test("a class is compared by its own IoU, over the images that show it")
  func classComparisons() throws {
    let comparisons = scores.classComparisons(of: 1, with: 0)
    let (new, old) = (scores.score(1).classes, scores.score(0).classes)
    let images = scores.ids.map { id in scores.restricted { $0 == id } }
    for (label, comparison) in comparisons.enumerated() {
      let comparison = try #require(comparison)
      let (after, before) = (try #require(new[label].iou), try #require(old[label].iou))
      #expect(comparison.difference.value == after - before)
      #expect(comparison.correctedPValue >= comparison.pValue)
      let changes = images.compactMap { image -> Double? in
        guard let after = image.score(1).classes[label].iou,
          let before = image.score(0).classes[label].iou
        else { return nil }
        return after - before
      }
      #expect(comparison.better == changes.count { $0 > 0 })
      #expect(comparison.equal == changes.count { $0 == 0 })
      #expect(comparison.worse == changes.count { $0 < 0 })
    }
  }

  @Test("a class that neither labels nor truth know is not compared")
  func absentClass() async throws {
    let fixture = try StudyFixture(images: 2)
    let empty = LabelMap(width: 7, height: 5)
    try fixture.folder.write(StudyFixture.png(empty), "truth/image-0.png")
    try fixture.folder.write(StudyFixture.png(empty), "seeds/image-0.png")
    let sheet = try await fixture.lab().scores(
      ScoreStep(seed: fixture.seedSource, masks: nil, settings: [.rawSeed, .rawSeed]))
    let one = sheet.restricted { $0 == "image-0" }.classComparisons(of: 1, with: 0)
    #expect(one.map { $0 == nil } == [false, true, true, true, true, true])
  }
}
