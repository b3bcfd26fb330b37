import Foundation

/// Weights of backbones that are not part of the package.
enum BackboneFiles {
  private static let environment = ProcessInfo.processInfo.environment

  /// Where set-up puts weights.
  private static let weights =
    environment["SEPAL_WEIGHTS"]
    ?? (environment["XDG_DATA_HOME"] ?? "\(NSHomeDirectory())/.local/share") + "/sepal/weights"

  static let efficientNetLite0 = "\(weights)/efficientnet-lite0-57934424.pth"
  static let hasEfficientNetLite0 = FileManager.default.fileExists(atPath: efficientNetLite0)
  static let whyNoEfficientNetLite0 =
    "needs efficientnet-lite0-57934424.pth in SEPAL_WEIGHTS and VOC 2012 in SEPAL_DATA"

  /// The folder that benchmarks/rivals/seeded_resnet50.py fills.
  static let resNet50 = environment["SEPAL_RESNET50"] ?? ""
  static let hasResNet50 = FileManager.default.fileExists(atPath: "\(resNet50)/resnet50.pth")
  static let whyNoResNet50 = "needs what seeded_resnet50.py makes in SEPAL_RESNET50"
}
