import Experiments
import Report

/// How a comparison stands in a table: the difference with its interval, p, and images better, equal
/// and worse.
extension Comparison {
  /// - Parameter difference: the title of the first column, such as "Δ SEPL".
  static func columns(_ difference: String) -> [Table.Column] {
    [
      .init(difference, help: "paired difference, points"),
      .init("p", help: "corrected after Holm"),
      .init("better", help: "images"), .init("equal", help: "images"),
      .init("worse", help: "images"),
    ]
  }

  /// Of the columns above.
  var cells: [Table.Cell] {
    [
      .difference(difference), .number(correctedPValue, digits: 3), .count(better), .count(equal),
      .count(worse),
    ]
  }

  /// The cells of a row that is compared with nothing.
  static var noCells: [Table.Cell] { [Table.Cell](repeating: .none, count: 5) }
}

extension Comparison? {
  var cells: [Table.Cell] { self?.cells ?? Comparison.noCells }
}
