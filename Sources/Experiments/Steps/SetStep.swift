/// One stage of the pipeline for all images of a study together, such as training.
///
/// As with a `Step`, equal names, versions, parameters and inputs give the same output, however many
/// threads there are; so the output may come from the cache.
public protocol SetStep: Sendable {
  associatedtype Output: Storable

  /// A stable word, such as `classifier`.
  var name: String { get }
  /// Raised whenever the same input may give another output.
  var version: Int { get }
  /// Every number and choice that the output depends on, resolved; no name twice.
  var parameters: [Parameter] { get }

  /// Steps whose output this one asks for, for every image of the study, and which are therefore
  /// best made beforehand, images in parallel.
  var prerequisites: [any Step] { get }

  /// Digests of whatever of the images the output depends on.
  func inputs(at bench: SetBench) throws -> [StepInput]
  /// Makes the output; says through the bench how far it is, and asks it whether to go on.
  func output(at bench: SetBench) throws -> Output
}

extension SetStep {
  public var prerequisites: [any Step] { [] }

  var id: SetStepID { SetStepID(name: name, version: version, parameters: parameters) }
}

/// What tells one step from another within a run, where inputs do not change.
struct SetStepID: Hashable, Sendable {
  let name: String
  let version: Int
  let parameters: [Parameter]
}
