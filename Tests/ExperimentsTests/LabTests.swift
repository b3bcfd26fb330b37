import TestSupport
import Experiments
import Foundation
import Testing
import Vision

@Suite struct LabTests {
  let fixture: StudyFixture

  init() throws { fixture = try StudyFixture(images: 12) }

  private struct Refused: Error, CustomStringConvertible { let description = "refused" }

  @Test("results come in the data set's order, whatever the number of jobs")
  func order() async throws {
    for jobs in [1, 2, 5, 50] {
      let outcome = try await fixture.lab(jobs: jobs).forEachImage("test") { bench in
        // The first image is the last to be done.
        Thread.sleep(forTimeInterval: bench.sample.id.name == "image-0" ? 0.05 : 0.001)
        return "\(bench.sample.id)"
      }
      #expect(outcome.ids == fixture.ids)
      #expect(outcome.values == fixture.ids)
    }
  }

  @Test("an image that fails is reported by id and leaves the others alone")
  func problems() async throws {
    let listener = Listener()
    let outcome = try await fixture.lab(jobs: 2, observer: listener).forEachImage("test") { bench in
      if ["image-3", "image-7"].contains(bench.sample.id.name) { throw Refused() }
      return 1
    }
    #expect(outcome.problems.map(\.id) == ["image-3", "image-7"])
    #expect(outcome.problems.allSatisfy { $0.message == "refused" })
    #expect(outcome.ids == fixture.ids.filter { $0 != "image-3" && $0 != "image-7" })
    let heard = listener.heard
    #expect((heard.stages, heard.advanced, heard.finished) == (["test"], 12, 1))
  }

  @Test("an interruption stops before the next image and keeps what is done")
  func interruption() async throws {
    let count = Counter()
    let lab = try fixture.lab(isInterrupted: { count.last >= 4 })
    let step = SampleStep { _ in Number(count.next()) }
    await #expect(throws: Lab.Interrupted.self) {
      try await lab.forEachImage("test") { try $0.output(of: step) }
    }
    #expect(count.last == 4)
    let notes = try fixture.lab().cache.notes(step: "sample", subject: "image-0")
    #expect(notes.count == 1)
  }

  @Test("a cache that cannot be written stops the run")
  func cacheError() async throws {
    let lab = try fixture.lab()
    try FileManager.default.removeItem(atPath: lab.cache.folder)
    let count = Counter()
    let step = SampleStep { _ in Number(count.next()) }
    await #expect(throws: CacheError.self) {
      try await lab.forEachImage("test") { try $0.output(of: step) }
    }
    #expect(count.last == 1)
  }

  @Test("a plan says what is to do and why, and making it makes nothing")
  func plan() async throws {
    let experiment = SampleExperiment(limit: 0.5)
    let lab = try fixture.lab()
    let fresh = lab.plan(experiment)
    #expect(fresh.state == .neverRun)
    #expect(fresh.steps.map(\.step) == ["masks-from-disk", "scores"])
    #expect(fresh.steps.map(\.toDo) == [12, 12])
    #expect(fresh.steps.map(\.reason) == ["never made", "never made"])
    #expect(fresh.steps.map(\.seconds) == [nil, nil])
    #expect(lab.cache.usage.isEmpty)

    _ = try await lab.forEachImage("masks") { try $0.masks(from: lab.study.masks[0]) }
    #expect(lab.plan(experiment).state == .neverRun)
    _ = try await experiment.findings(in: lab)
    let done = lab.plan(experiment)
    #expect(done.state == .cached)
    #expect((done.cached, done.toDo) == (24, 0))

    let changed = lab.plan(SampleExperiment(limit: 0.6))
    #expect(changed.state == .neverRun)
    #expect(changed.steps.map(\.toDo) == [0, 12])
    #expect(changed.steps[1].reason?.hasPrefix("parameter settings: ") ?? false)
    #expect(changed.steps[1].seconds ?? 0 > 0)
  }

  @Test("an experiment is stale once a file has changed, and the plan names which")
  func stale() async throws {
    let experiment = SampleExperiment(limit: 0.5)
    _ = try await experiment.findings(in: fixture.lab())
    var truth = fixture.truths[4]
    truth.labels[0] = truth.labels[0] == 1 ? 2 : 1
    try fixture.folder.write(StudyFixture.png(truth), "truth/image-4.png")
    let plan = try fixture.lab().plan(experiment)
    #expect(plan.state == .stale)
    #expect(plan.steps.map(\.toDo) == [0, 1])
    #expect(plan.steps[1].reason?.hasPrefix("input truth: ") ?? false)
  }

  @Test("a plan counts images whose files are missing, and is not done with them")
  func planFailures() throws {
    try FileManager.default.removeItem(atPath: fixture.path("masks"))
    let plan = try fixture.lab().plan(SampleExperiment(limit: 0.5))
    #expect(plan.steps.map(\.failed) == [12, 12])
    #expect(plan.state != .cached)
    #expect(plan.steps[0].reason?.contains("no masks for image-0") ?? false)
  }

  @Test("costs count every image once, though several steps share it")
  func costs() async throws {
    let lab = try fixture.lab()
    let experiment = SampleExperiment(limit: 0.5)
    _ = try await experiment.findings(in: lab)
    let once = lab.costs(of: experiment)
    let twice = lab.costs(of: SampleExperiment(limit: 0.5, repeats: 2))
    #expect(once.map(\.step) == ["masks-from-disk", "scores"])
    #expect(once.map(\.images) == [12, 12])
    #expect(once == twice)
  }
}

/// Scores one setting.
private struct SampleExperiment: Experiment {
  let id = "sample"
  let question = "Does it?"
  let limit: Double
  var repeats = 1
  var parameters: [Parameter] { [.init("limit", limit)] }

  private func step(in study: Study) -> ScoreStep {
    let setting = MergeSetting(.sepl, thresholds: SEPLThresholds(mask: limit))
    return ScoreStep(seed: study.seeds[0], masks: study.masks[0], settings: [setting])
  }

  func steps(in study: Study) -> [any Step] {
    let own: [any Step] = [MaskStep(study.masks[0]), step(in: study)]
    return (0..<repeats).flatMap { _ in own }
  }

  func findings(in lab: Lab) async throws -> Double {
    try await lab.scores(step(in: lab.study)).score(0).meanIoU ?? 0
  }

  func scores(of findings: Double) -> [ScoreRecord] { [] }
}
