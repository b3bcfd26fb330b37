/// Hears of a run's progress, from any thread.
public protocol RunObserver: Sendable {
  /// A stage of `total` parts begins; `unit` names one of them, such as "image".
  func began(stage: String, total: Int, unit: String)
  /// One more part of the stage is done.
  func advanced()
  /// The stage is over.
  func finished()
  /// A step made something that the cache did not have.
  func made(step: String, cost: ObjectNote.Cost)
  /// Something a user should know that does not stop the run.
  func warn(_ message: String)
}

extension RunObserver {
  /// A stage over `total` images begins.
  public func began(stage: String, total: Int) {
    began(stage: stage, total: total, unit: "image")
  }
}

/// Hears and says nothing.
public struct SilentObserver: RunObserver {
  public init() {}
  public func began(stage: String, total: Int, unit: String) {}
  public func advanced() {}
  public func finished() {}
  public func made(step: String, cost: ObjectNote.Cost) {}
  public func warn(_ message: String) {}
}
