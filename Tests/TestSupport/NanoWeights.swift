import Foundation
import Vision

/// The two files of sam-nano: its own, which the build puts beside the tests, and its backbone, which
/// `scripts/bootstrap` fetches.
public enum NanoWeights {
  /// Where this machine keeps weights.
  public static let folder = WeightsFolder(environment: ProcessInfo.processInfo.environment).path

  public static let backbone = "\(folder)/\(PublishedCheckpoint.efficientNetLite0.name)"

  public static let hasBackbone = FileManager.default.fileExists(atPath: backbone)
  public static let whyNone =
    "needs \(PublishedCheckpoint.efficientNetLite0.name): scripts/bootstrap fetches it"
}
