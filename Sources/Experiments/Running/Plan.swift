import Vision

/// What a run would do for one experiment: per step, how many images the cache has and why it lacks
/// the others.
public struct Plan: Sendable, Codable {
  public struct StepPlan: Sendable, Codable {
    public var step: String
    public var cached: Int
    public var toDo: Int
    /// Images whose inputs cannot be read.
    public var failed: Int
    /// Why the first image that is to do is not cached, and what fails first.
    public var reason: String?
    /// Whether the first image that is to do never had this step with these parameters.
    public var isNew = false
    /// Seconds of work on one core, from what earlier runs took; nil where nothing is known.
    public var seconds: Double?
  }

  public var experiment: String
  public var steps: [StepPlan]
  /// Why the experiment cannot run on this study.
  public var obstacle: String?

  public var cached: Int { steps.reduce(0) { $0 + $1.cached } }
  public var toDo: Int { steps.reduce(0) { $0 + $1.toDo } }

  /// Never run, cached, or stale.
  public enum State: String, Sendable, Codable {
    case neverRun = "never run"
    case cached
    case stale
    case notApplicable = "not applicable"
  }

  /// `neverRun` also where other experiments have left some of the steps.
  public var state: State {
    if obstacle != nil { return .notApplicable }
    if toDo == 0 && cached > 0 { return .cached }
    let open = steps.filter { $0.toDo > 0 }
    return open.allSatisfy { $0.cached == 0 && $0.isNew } ? .neverRun : .stale
  }
}

extension Lab {
  /// What running `experiment` would do. Reads digests, makes nothing.
  public func plan(_ experiment: some Experiment) -> Plan {
    if let obstacle = experiment.obstacle(in: study) {
      return Plan(experiment: experiment.id, steps: [], obstacle: obstacle)
    }
    let seconds = Dictionary(
      cache.usage.map { ($0.step, $0.meanSeconds) }, uniquingKeysWith: { first, _ in first })
    let steps = stages(of: experiment).map { stage in
      switch stage {
      case .image(let step): plan(step, secondsPerImage: seconds[step.name])
      case .set(let step): plan(step, seconds: seconds[step.name])
      }
    }
    return Plan(experiment: experiment.id, steps: steps, obstacle: nil)
  }

  /// What `experiment` needs, each step once.
  func stages(of experiment: some Experiment) -> [StepOrder.Stage] {
    stages(of: experiment.steps(in: study))
  }

  func stages(of steps: [any Step]) -> [StepOrder.Stage] {
    StepOrder(of: steps, key: keyOfFirst).stages
  }

  /// What tells `step` from another: the key of what it makes of the first image that can be read, or
  /// its fields where none can.
  func keyOfFirst(_ step: any Step) -> Digest? {
    for sample in study.samples {
      if case .success(let key) = Result(catching: { try bench(for: sample).key(of: step) }) {
        return key
      }
    }
    return Digest(of: Array("\(step)".utf8))
  }

  private func plan(_ step: some SetStep, seconds: Double?) -> Plan.StepPlan {
    var plan = Plan.StepPlan(step: step.name, cached: 0, toDo: 0, failed: 0)
    do {
      let recipe = try recipe(of: step)
      if cache.contains(recipe.key) {
        plan.cached = 1
      } else {
        let earlier = cache.notes(step: step.name, subject: StepRecipe.wholeStudy)
        plan.toDo = 1
        plan.isNew = recipe.isNew(comparedWith: earlier)
        plan.reason = recipe.reason(comparedWith: earlier)
      }
    } catch {
      plan.failed = 1
      plan.reason = "\(error)"
    }
    plan.seconds = plan.toDo == 0 ? 0 : seconds
    return plan
  }

  private func plan<S: Step>(_ step: S, secondsPerImage: Double?) -> Plan.StepPlan {
    var plan = Plan.StepPlan(step: step.name, cached: 0, toDo: 0, failed: 0)
    for sample in study.samples {
      do {
        let recipe = try bench(for: sample).recipe(of: step)
        if cache.contains(recipe.key) {
          plan.cached += 1
        } else {
          if plan.toDo == 0 {
            let earlier = cache.notes(step: step.name, subject: "\(sample.id)")
            plan.isNew = recipe.isNew(comparedWith: earlier)
            plan.reason = plan.reason ?? recipe.reason(comparedWith: earlier)
          }
          plan.toDo += 1
        }
      } catch {
        plan.failed += 1
        plan.reason = plan.reason ?? "\(error)"
      }
    }
    plan.seconds = plan.toDo == 0 ? 0 : secondsPerImage.map { $0 * Double(plan.toDo) }
    return plan
  }
}
