import Experiments
import TestSupport
import Testing
import Vision

@Suite("Seconds of arrangements")
struct ArrangementTimingTests {
  @Test("every arrangement has its seconds, measured without a trace in the cache")
  func seconds() async throws {
    let fixture = try StudyFixture(images: 8)
    let lab = try fixture.lab(jobs: 2)
    let step = ArrangementStep(
      seed: try fixture.seedSource, masks: fixture.maskSource,
      arrangements: [.boxNMS(0.5), .none, .atoms], settings: [.rawSeed, MergeSetting(.sepl)])
    let seconds = try await lab.secondsPerImage(of: step, followedBy: .sepl, stage: "seconds")
    #expect(seconds.count == 3)
    #expect(seconds.allSatisfy { $0 > 0 && $0 < 10 })
    let scored = try await lab.forEachImage("keys") { lab.cache.contains(try $0.key(of: step)) }
    #expect(scored.values == [Bool](repeating: false, count: 8))
  }

  @Test("an image without labels is left out; without any there are no seconds")
  func problems() async throws {
    let fixture = try StudyFixture(images: 2)
    let step = ArrangementStep(
      seed: try fixture.seedSource, masks: fixture.maskSource, arrangements: [.none],
      settings: [.rawSeed])
    try fixture.folder.write([], "seeds/image-0.png")
    let one = try await fixture.lab().secondsPerImage(
      of: step, followedBy: .sepl, stage: "seconds")
    #expect(one.count == 1)
    try fixture.folder.write([], "seeds/image-1.png")
    let none = try await fixture.lab().secondsPerImage(
      of: step, followedBy: .sepl, stage: "seconds")
    #expect(none.isEmpty)
  }
}
