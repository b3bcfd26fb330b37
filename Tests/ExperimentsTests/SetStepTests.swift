import Experiments
import Foundation
import Synchronization
import TestSupport
import Testing
import Vision

/// The sum over a study of what each image's step made.
private struct SumStep: SetStep {
  var factor = 1
  var body: @Sendable (SetBench) throws -> Void = { _ in }

  let name = "sum"
  let version = 1
  var parameters: [Parameter] { [Parameter("factor", factor)] }
  var prerequisites: [any Step] { [WidthStep()] }

  func inputs(at bench: SetBench) throws -> [StepInput] {
    [bench.input("widths", ofAll: WidthStep())]
  }

  func output(at bench: SetBench) throws -> Number {
    try body(bench)
    return Number(
      factor
        * (try bench.study.samples.reduce(0) {
          $0 + (try bench.bench(for: $1).output(of: WidthStep()).value)
        }))
  }
}

private struct WidthStep: Step {
  let name = "width"
  let version = 1
  let parameters: [Parameter] = []
  func inputs(at bench: Bench) throws -> [StepInput] { [try bench.photographInput()] }
  func output(at bench: Bench) throws -> Number { Number(try bench.photograph().image.width) }
}

/// An image's share of the sum.
private struct ShareStep: Step {
  let sum: SumStep
  let name = "share"
  let version = 1
  let parameters: [Parameter] = []
  var setPrerequisites: [any SetStep] { [sum] }
  func inputs(at bench: Bench) throws -> [StepInput] {
    [try bench.photographInput(), try bench.input("sum", of: sum)]
  }
  func output(at bench: Bench) throws -> Number { try bench.output(of: sum) }
}

private struct SharesExperiment: Experiment {
  var sum = SumStep()
  let id = "shares"
  let question = "What is the sum?"
  let parameters: [Parameter] = []
  func steps(in study: Study) -> [any Step] { [ShareStep(sum: sum), ShareStep(sum: sum)] }
  func findings(in lab: Lab) async throws -> Int { 0 }
  func scores(of findings: Int) -> [ScoreRecord] { [] }
}

@Suite("What is made of all images together")
struct SetStepTests {
  private struct Cut: Error {}

  @Test("it is made once, after what it is made from, and then found in the cache")
  func madeOnce() async throws {
    let fixture = try StudyFixture(images: 5)
    let listener = Listener()
    let lab = try fixture.lab(jobs: 2, observer: listener)
    let step = ShareStep(sum: SumStep())
    try await lab.prepare([step, step])
    let widths = fixture.truths.map(\.width).reduce(0, +)
    for sample in lab.study.samples {
      #expect(try lab.bench(for: sample).output(of: step).value == widths)
    }
    #expect(listener.heard.made.map(\.step).filter { $0 != "share" }.last == "sum")
    #expect(listener.heard.made.count { $0.step == "sum" } == 1)
    let again = Listener()
    let second = try fixture.lab(observer: again)
    try await second.prepare([step])
    #expect(again.heard.made.isEmpty)
    #expect(try second.output(of: SumStep()).value == widths)
  }

  @Test("asked for before it was prepared, it says so")
  func unprepared() throws {
    let fixture = try StudyFixture(images: 2)
    let lab = try fixture.lab()
    #expect(throws: Unprepared(step: "sum")) {
      try lab.bench(for: lab.study.samples[0]).output(of: ShareStep(sum: SumStep()))
    }
  }

  @Test("cut short, it goes on from the state it kept, which is then forgotten")
  func resumes() async throws {
    let fixture = try StudyFixture(images: 2)
    var step = SumStep()
    step.body = { bench in
      try bench.keep(state: [1, 2, 3])
      throw Cut()
    }
    await #expect(throws: Cut.self) {
      try await fixture.lab().prepare([ShareStep(sum: step)])
    }
    let found = Mutex<[UInt8]?>(nil)
    step.body = { bench in
      let state = try bench.keptState()
      found.withLock { $0 = state }
    }
    try await fixture.lab().prepare([ShareStep(sum: step)])
    #expect(found.withLock { $0 } == [1, 2, 3])
    let left = try FileManager.default.contentsOfDirectory(
      atPath: fixture.path("cache/training"))
    #expect(left.isEmpty)
  }

  @Test("a damaged state is reported and not used")
  func damagedState() async throws {
    let fixture = try StudyFixture(images: 2)
    var step = SumStep()
    step.body = { bench in
      try bench.keep(state: [1, 2, 3])
      throw Cut()
    }
    _ = try? await fixture.lab().prepare([ShareStep(sum: step)])
    let folder = fixture.path("cache/training")
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
    var bytes = try FileBytes.read("\(folder)/\(name)")
    bytes[33] ^= 1
    try FileBytes.write(bytes, to: "\(folder)/\(name)")
    let listener = Listener()
    let found = Mutex<[UInt8]?>([])
    step.body = { bench in
      let state = try bench.keptState()
      found.withLock { $0 = state }
    }
    try await fixture.lab(observer: listener).prepare([ShareStep(sum: step)])
    #expect(found.withLock { $0 } == nil)
    #expect(listener.heard.warnings.contains { $0.contains("damaged") })
  }

  @Test("a plan counts it as one, each step of an experiment once, and names what changed")
  func plan() async throws {
    let fixture = try StudyFixture(images: 3)
    let lab = try fixture.lab()
    let before = lab.plan(SharesExperiment())
    #expect(before.steps.map(\.step) == ["width", "sum", "share"])
    #expect(before.steps.map(\.toDo) == [3, 1, 3])
    #expect(before.state == .neverRun)
    try await lab.prepare([ShareStep(sum: SumStep())])
    let after = lab.plan(SharesExperiment())
    #expect(after.steps.map(\.cached) == [3, 1, 0])
    let changed = lab.plan(SharesExperiment(sum: SumStep(factor: 2)))
    #expect(changed.steps[1].toDo == 1)
    #expect(changed.steps[1].reason == "parameter factor: 1 → 2")
  }

  @Test("what it cost stands in the account of costs, for all images")
  func costs() async throws {
    let fixture = try StudyFixture(images: 3)
    let lab = try fixture.lab()
    try await lab.prepare([ShareStep(sum: SumStep())])
    let cost = try #require(lab.costs(of: SharesExperiment()).first { $0.step == "sum" })
    #expect(cost.images == 3)
    #expect(cost.seconds > 0)
  }

  @Test("a run that is interrupted makes nothing more")
  func interrupted() async throws {
    let fixture = try StudyFixture(images: 2)
    let lab = try fixture.lab(isInterrupted: { true })
    await #expect(throws: Lab.Interrupted.self) {
      try await lab.prepare([ShareStep(sum: SumStep())])
    }
  }
}
