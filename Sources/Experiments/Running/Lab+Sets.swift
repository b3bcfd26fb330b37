import Vision

extension Lab {
  func recipe(of step: some SetStep) throws -> StepRecipe {
    StepRecipe(step, inputs: try step.inputs(at: SetBench(lab: self, key: nil)))
  }

  /// The key of what `step` makes of the study.
  public func key(of step: some SetStep) throws -> Digest {
    try sets.key(of: step.id) { try recipe(of: step).key }
  }

  /// What `step` made of the study: from memory or from the cache.
  ///
  /// Throws: `Unprepared` where it has not been made; see `prepare`.
  public func output<S: SetStep>(of step: S) throws -> S.Output {
    guard let output = try known(step, under: try key(of: step)) else {
      throw Unprepared(step: step.name)
    }
    return output
  }

  private func known<S: SetStep>(_ step: S, under key: Digest) throws -> S.Output? {
    if let output = sets.output(under: key) as? S.Output { return output }
    let stored = try cache.decoded(S.Output.self, under: key, what: step.name, observer)
    guard let output = stored else { return nil }
    sets.keep(output, under: key)
    return output
  }

  /// Makes what `steps` need of the whole study and the cache does not have, each before what is
  /// made from it.
  ///
  /// An image that cannot be worked on is left out by those that find it so.
  ///
  /// Throws: `Interrupted`, `CacheError`, `CheckpointError`, and what a `SetStep` throws.
  public func prepare(_ steps: [any Step]) async throws {
    for case .set(let step) in StepOrder(of: steps).stages { try await make(step) }
  }

  private func make<S: SetStep>(_ step: S) async throws {
    let recipe = try recipe(of: step)
    guard try known(step, under: recipe.key) == nil else { return }
    for earlier in step.prerequisites { try await make(earlier, for: step) }
    if isInterrupted() { throw Interrupted() }
    let bench = SetBench(lab: self, key: recipe.key)
    let start = Stopwatch(ofProcess: true)
    let output = try step.output(at: bench)
    let cost = start.cost
    try cache.store(
      output.stored, under: recipe.key,
      note: ObjectNote(
        step: step.name, subject: StepRecipe.wholeStudy, components: recipe.components, cost: cost))
    observer.made(step: step.name, cost: cost)
    sets.keep(output, under: recipe.key)
    try bench.dropState()
  }

  private func make<S: Step>(_ step: S, for later: some SetStep) async throws {
    let outcome = try await forEachImage("\(step.name) for \(later.name)") { bench in
      if !cache.contains(try bench.key(of: step)) { _ = try bench.output(of: step) }
    }
    if outcome.values.isEmpty { throw NothingScored(problems: outcome.problems) }
  }
}

/// A step asked for what is made of the whole study before that was done.
public struct Unprepared: Error, Equatable, CustomStringConvertible {
  public let step: String

  public init(step: String) { self.step = step }

  public var description: String {
    "“\(step)” has not been made for this study; Lab.prepare makes it"
  }
}
