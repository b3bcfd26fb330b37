import Experiments
import Foundation
import Vision

/// The network that classifiers and affinities are learnt on top of.
enum Backbone {
  /// Where its weights are, their content checked.
  static var path: String {
    get throws(WeightsError) {
      try PublishedCheckpoint.efficientNetLite0.path(
        environment: ProcessInfo.processInfo.environment)
    }
  }
}
