/// The type sizes of figures, in points, set for print at their natural size.
enum Typography {
  /// Axis titles, column heads, what a figure says in words.
  static let body = TextStyle(size: 9)
  static let strong = TextStyle(size: 9, weight: .semibold)
  /// Legends, call-outs, category names.
  static let label = TextStyle(size: 8)
  static let strongLabel = TextStyle(size: 8, weight: .semibold)
  static let tick = TextStyle(size: 7.5)
  /// Numbers in cells and on bars, where there are many.
  static let small = TextStyle(size: 6.5)
  /// No text is smaller than this.
  static let smallest = 6.0
}

extension TextStyle {
  /// From baseline to baseline.
  var lineHeight: Double { size * 1.25 }
  /// Height of capitals and digits, for centring. Source: Inter 3.19's OS/2 table.
  var capHeight: Double { size * 0.727 }
  /// What descends below the baseline.
  var descent: Double { size * 0.24 }
}
