internal import Synchronization
import Vision

/// The networks of a run, each loaded when it is first asked for.
///
/// They stay until the run ends: a ViT-B's weights take 0.4 GB, a ViT-H's 2.6 GB.
final class SAMModels: Sendable {
  /// What a network depends on; sources that differ in their settings share one.
  private struct Key: Hashable {
    let configuration: SAMConfiguration
    let checkpoint: String
    let precision: Precision
  }

  private let models = Mutex<[Key: SAM]>([:])

  /// Threads that ask at the same time wait for one of them to load it.
  ///
  /// Throws: `CheckpointError`.
  func model(of source: SAMSource) throws(CheckpointError) -> SAM {
    let key = Key(
      configuration: source.configuration, checkpoint: source.checkpoint,
      precision: source.precision)
    return try models.withLock { models throws(CheckpointError) in
      if let known = models[key] { return known }
      let model = try SAM(
        source.configuration, weights: WeightReader(CheckpointFile(path: source.checkpoint)),
        precision: source.precision)
      models[key] = model
      return model
    }
  }
}
