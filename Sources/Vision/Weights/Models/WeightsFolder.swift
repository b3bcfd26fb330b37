import Foundation

/// Where this machine keeps the weights that Sepal asks for by name; `scripts/bootstrap` fills it.
public struct WeightsFolder: Sendable, Hashable {
  public let path: String

  /// `$SEPAL_WEIGHTS`, else `sepal/weights` in `$XDG_DATA_HOME`, else in `~/.local/share`.
  public init(environment: [String: String]) {
    if let chosen = environment["SEPAL_WEIGHTS"], !chosen.isEmpty {
      path = chosen
    } else if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      path = data + "/sepal/weights"
    } else {
      path = (environment["HOME"] ?? NSHomeDirectory()) + "/.local/share/sepal/weights"
    }
  }
}
