import ArgumentParser
import Experiments
import Foundation

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "What a run would do: cached, to do or failed, and why.",
    discussion: "Example: sepal plan ablation --dataset VOC2012 --pseudo transcam=labels/transcam")

  @Argument(help: "Ids of experiments; all that ship by default.")
  var experiments: [String] = []

  @OptionGroup var options: StudyOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    try await Failure.reporting {
      let chosen = try Catalogue.chosen(experiments)
      let lab = try options.lab(observer: ProgressReporter(), isInterrupted: { false })
      var plans: [Plan] = []
      for experiment in chosen {
        plans.append(lab.plan(experiment))
        if !json { print(plans[plans.count - 1], jobs: lab.jobs) }
      }
      try lab.digests.save()
      if json { Terminal.print(try JSONText.encode(plans)) }
    }
  }

  private func print(_ plan: Plan, jobs: Int) {
    let state = plan.obstacle.map { "not run, \($0)" } ?? plan.state.rawValue
    Terminal.print("\(plan.experiment): \(state)")
    for step in Self.sums(plan.steps) { Terminal.print("  \(line(step, jobs: jobs))") }
  }

  /// One line per kind of step, however many settings an experiment asks it for.
  private static func sums(_ steps: [Plan.StepPlan]) -> [Plan.StepPlan] {
    steps.reduce(into: []) { sums, step in
      guard let index = sums.firstIndex(where: { $0.step == step.step }) else {
        return sums.append(step)
      }
      sums[index].cached += step.cached
      sums[index].toDo += step.toDo
      sums[index].failed += step.failed
      sums[index].reason = sums[index].reason ?? step.reason
      if let sum = sums[index].seconds { sums[index].seconds = step.seconds.map { sum + $0 } }
    }
  }

  private func line(_ step: Plan.StepPlan, jobs: Int) -> String {
    var text = "\(step.step): \(step.cached) cached, \(step.toDo) to do"
    if step.failed > 0 { text += ", \(step.failed) failed" }
    if step.toDo > 0, let seconds = step.seconds {
      text += ", about \(Int((seconds / Double(jobs)).rounded(.up))) s"
    }
    if let reason = step.reason { text += " (\(reason))" }
    return text
  }
}

extension Catalogue {
  /// The experiments with these ids, all for none.
  static func chosen(_ ids: [String]) throws -> [any ReportedExperiment] {
    if ids.isEmpty { return experiments }
    return try ids.map { id in
      guard let found = experiments.first(where: { $0.id == id }) else {
        throw Failure(
          .usage,
          "there is no experiment “\(id)”; there are \(experiments.map(\.id).joined(separator: ", "))"
        )
      }
      return found
    }
  }
}
