import Experiments
import Vision

/// Weights that a command was given.
enum Checkpoint {
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
