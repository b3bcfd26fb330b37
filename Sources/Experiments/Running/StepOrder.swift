/// All that some steps need, each after what it is made from.
struct StepOrder {
  enum Stage {
    case image(any Step)
    case set(any SetStep)
  }

  private(set) var stages: [Stage] = []
  private var seenSets: Set<SetStepID> = []
  private var seen: Set<Digest> = []
  private let key: (any Step) -> Digest?

  /// `key` tells steps apart that work on single images, so that none stands here twice; where it is
  /// nil for a step, that step may.
  init(of steps: [any Step], key: @escaping (any Step) -> Digest? = { _ in nil }) {
    self.key = key
    for step in steps { add(step) }
  }

  private mutating func add(_ step: any Step) {
    for earlier in step.setPrerequisites { add(earlier) }
    for earlier in step.prerequisites { add(earlier) }
    if let key = key(step), !seen.insert(key).inserted { return }
    stages.append(.image(step))
  }

  private mutating func add(_ step: any SetStep) {
    for earlier in step.prerequisites { add(earlier) }
    if seenSets.insert(step.id).inserted { stages.append(.set(step)) }
  }
}
