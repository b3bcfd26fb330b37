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
    let backbone: String?
    let precision: Precision
  }

  private let models = Mutex<[Key: SAM]>([:])

  /// Threads that ask at the same time wait for one of them to load it.
  ///
  /// Throws: `CheckpointError`.
  func model(of source: SAMSource) throws(CheckpointError) -> SAM {
    let key = Key(
      configuration: source.configuration, checkpoint: source.checkpoint,
      backbone: source.backbone, precision: source.precision)
    return try models.withLock { models throws(CheckpointError) in
      if let known = models[key] { return known }
      let model = try Self.load(source)
      models[key] = model
      return model
    }
  }

  private static func load(_ source: SAMSource) throws(CheckpointError) -> SAM {
    let weights = WeightReader(try CheckpointFile(path: source.checkpoint))
    guard let backbone = source.backbone else {
      return try SAM(source.configuration, weights: weights, precision: source.precision)
    }
    precondition(
      source.configuration == .nano, "SAMModels: a backbone for \(source.configuration.name)")
    return try SAM(
      nano: weights, backbone: WeightReader(CheckpointFile(path: backbone)),
      precision: source.precision)
  }
}
