import Foundation

/// Where this machine keeps the weights that Sepal asks for by name; `scripts/bootstrap` fills it.
public struct WeightsFolder: Sendable, Hashable {
  public let path: String

  /// `$SEPAL_WEIGHTS`, else `sepal/weights` in `$XDG_DATA_HOME`, else in `~/.local/share`.
  public init(environment: [String: String]) {
    path = Self.beside("weights", "SEPAL_WEIGHTS", environment)
  }

  /// What `variable` says, else the folder `name` where Sepal keeps data: in `sepal` in
  /// `$XDG_DATA_HOME`, else in `~/.local/share`.
  public static func beside(
    _ name: String, _ variable: String, _ environment: [String: String]
  ) -> String {
    if let chosen = environment[variable], !chosen.isEmpty { return chosen }
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      return "\(data)/sepal/\(name)"
    }
    return "\(environment["HOME"] ?? NSHomeDirectory())/.local/share/sepal/\(name)"
  }
}
