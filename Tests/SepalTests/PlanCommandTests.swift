import TestSupport
import Foundation
import Testing
import Vision

@Suite("sepal list and sepal plan") struct PlanCommandTests {
  private struct Entry: Decodable {
    var id: String
    var question: String
    var state: String
  }

  private struct Plan: Decodable {
    struct Step: Decodable {
      var step: String
      var cached: Int
      var toDo: Int
      var reason: String?
      var seconds: Double?
    }
    var experiment: String
    var steps: [Step]
  }

  private let study: SmallStudy

  init() throws { study = try SmallStudy() }

  private func state(of id: String) throws -> String? {
    try study.sepal("list", "--json").json(as: [Entry].self).first { $0.id == id }?.state
  }

  private func plan() throws -> [Plan.Step] {
    let plans = try study.sepal("plan", "methods", "--json").json(as: [Plan].self)
    #expect(plans.map(\.experiment) == ["methods"])
    return plans.flatMap(\.steps)
  }

  @Test(
    "an experiment is never run, then cached, then stale, and the plan says which input changed")
  func states() throws {
    #expect(try state(of: "methods") == "never run")
    #expect(try plan().map(\.toDo) == [8, 8])
    #expect(try plan().allSatisfy { $0.seconds == nil })

    #expect(try study.shortRun().status == 0)
    #expect(try state(of: "methods") == "cached")
    #expect(try plan().map(\.toDo) == [0, 0])

    let other = DrawnObject.photograph(DrawnObject.pair(5), noise: 99)
    try study.folder.write(JPEGCodec.encode(other), study.image("small_3"))
    #expect(try state(of: "methods") == "stale")
    let stale = try plan()
    #expect(stale.map(\.toDo) == [1, 1])
    #expect(stale.map(\.cached) == [7, 7])
    #expect(stale[0].reason?.hasPrefix("input image: ") == true)
    #expect(try #require(stale[0].seconds) > 0)

    #expect(try study.shortRun().status == 0)
    #expect(try state(of: "methods") == "cached")
  }

  @Test("a plan reads as text, and neither plan nor list makes anything")
  func text() throws {
    let outcome = try study.sepal("plan")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("methods: never run\n"))
    #expect(outcome.output.contains("region-tree: 0 cached, 8 to do"))
    #expect(outcome.output.contains("never made"))
    // Simulated seeds of 20 kinds are one line.
    #expect(outcome.output.contains("\n  scores: 0 cached, 160 to do (never made)\n"))
    let list = try study.sepal("list")
    #expect(list.output.split(separator: "\n").count == 10)
    #expect(list.output.contains(/methods +never run +How much/))
    #expect(try study.keptSteps() == [])
  }

  @Test(
    "an experiment that does not apply is left out of a plan with the reason, and fails if named")
  func obstacle() throws {
    let outcome = try study.sepal("plan")
    let reason = "it needs class activation maps (--pseudo cam, or a folder of maps)"
    #expect(outcome.output.contains("replace-post-processing: not run, \(reason)"))
    let named = try study.sepal("run", "replace-post-processing", "--output", "report")
    #expect(named.status == 66)
    #expect(named.messages.contains(reason))
  }

  @Test(
    "without pseudo labels a classifier is wanted, and without its weights the way to them is named"
  )
  func noWeights() throws {
    let outcome = try SepalCommand.run(
      ["run", "methods", "--dataset", "voc", "--masks", "region-tree", "--output", "report"],
      in: study.folder.path)
    #expect(outcome.status == 66)
    #expect(outcome.messages.contains("efficientnet-lite0-57934424.pth"))
    #expect(outcome.messages.contains("scripts/bootstrap"))
  }

  @Test("listing the embedded scenes draws none")
  func scenes() throws {
    let outcome = try SepalCommand.run(["list"], in: study.folder.path)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains(/methods +never run/))
    #expect(!study.folder.exists("cache"))
  }
}
