internal import Synchronization

/// What `SetStep`s made for a run, and the keys it has under: both are found once, not for every
/// image.
final class SetResults: Sendable {
  private struct Known: Sendable {
    var keys: [SetStepID: Digest] = [:]
    var outputs: [Digest: any Storable] = [:]
  }

  private let known = Mutex(Known())

  /// `find` is called without a lock: it asks for the keys of earlier steps.
  func key(of id: SetStepID, _ find: () throws -> Digest) rethrows -> Digest {
    if let key = known.withLock({ $0.keys[id] }) { return key }
    let key = try find()
    known.withLock { $0.keys[id] = key }
    return key
  }

  func output(under key: Digest) -> (any Storable)? { known.withLock { $0.outputs[key] } }

  func keep(_ output: any Storable, under key: Digest) {
    known.withLock { $0.outputs[key] = output }
  }
}
