/// How a block of prose is set: one size and leading, ink and weight for its plain words.
struct ProseStyle {
  var size: Double
  /// Baseline to baseline.
  var leading: Double
  var weight: TextStyle.Weight = .regular
  var ink: Ink = .ink
  var family: TextStyle.Family = .sans
  var tabular = false
}

extension ProseStyle {
  static let documentTitle = ProseStyle(size: 25, leading: 31, weight: .semibold)
  static let question = ProseStyle(size: 20, leading: 25.5, weight: .semibold)
  static let heading = ProseStyle(size: 12.5, leading: 17, weight: .semibold)
  static let subheading = ProseStyle(size: 8.5, leading: 12.5, weight: .semibold)
  static let answer = ProseStyle(size: 11.5, leading: 17)
  static let body = ProseStyle(size: 9.5, leading: 14.2)
  static let caption = ProseStyle(size: 8, leading: 11.6, ink: .soft)
  static let fact = ProseStyle(size: 8, leading: 12)
  static let code = ProseStyle(size: 7.4, leading: 11, family: .mono)
  static let overline = ProseStyle(size: 8, leading: 12, weight: .medium, ink: .soft)
  static let running = ProseStyle(size: 7.5, leading: 10, ink: .soft, tabular: true)
  static let tableHead = ProseStyle(size: 8, leading: 11, weight: .medium, ink: .soft)
  static let tableCell = ProseStyle(size: 8.2, leading: 11, tabular: true)
}

extension ProseStyle {
  /// The same style at `scale` times its size and leading.
  func scaled(by scale: Double) -> ProseStyle {
    var style = self
    style.size *= scale
    style.leading *= scale
    return style
  }
}

/// Distances in points that give the page its rhythm.
enum Spacing {
  /// Widest line of running prose: about 80 characters.
  static let measure = 400.0
  static let captionMeasure = 440.0
  static let paragraph = 6.0
  static let aroundFloat = 16.0
  static let beforeHeading = 22.0
  static let afterHeading = 4.0
  static let gutter = 22.0
}
