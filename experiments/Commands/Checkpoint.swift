import Experiments
import Foundation
import Vision

/// Weights that a command was given.
enum Checkpoint {
  /// What the weights at `path` make masks with; without a path sam-nano, whose weights come with
  /// Sepal.
  ///
  /// Throws: as `model(in:wanted:)`; `WeightsError` where a part of sam-nano is not there.
  static func source(
    path: String?, wanted: SAMConfiguration? = nil, precision: Precision,
    settings: (SAMConfiguration) -> MaskGeneratorSettings
  ) throws -> SAMSource {
    if let path {
      let model = try model(in: path, wanted: wanted)
      if model != .nano {
        return SAMSource(
          model, checkpoint: path, precision: precision, settings: settings(model))
      }
    }
    return try .nano(
      checkpoint: path, precision: precision, settings: settings(.nano),
      environment: ProcessInfo.processInfo.environment)
  }

  /// The model in the file at `path`, which must be `wanted` if one is.
  ///
  /// Throws: `Failure` that says where to get weights if there is no such file; what
  /// `SAMConfiguration.model(in:wanted:)` throws.
  static func model(in path: String, wanted: SAMConfiguration? = nil) throws -> SAMConfiguration {
    do {
      return try SAMConfiguration.model(in: path, wanted: wanted)
    } catch let error as CheckpointError where error.isMissingFile {
      throw Failure(.missingInput, "\(error); \(whereToGetOne)")
    }
  }

  private static var whereToGetOne: String {
    let models = PublishedCheckpoint.all.filter {
      $0.origin.hasPrefix("segment-anything") || $0.origin == "MobileSAM"
    }
    let names = models.map { "\($0.name) (\($0.origin))" }.joined(separator: ", ")
    return "published weights are \(names); those of segment-anything are linked from its project "
      + "page, facebookresearch/segment-anything on GitHub"
  }
}
