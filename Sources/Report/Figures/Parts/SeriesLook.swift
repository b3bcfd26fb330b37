/// How the n-th series of a plot looks: colour, marker, dash and fill all differ, so that no reader
/// depends on colour.
struct SeriesLook: Sendable, Hashable {
  enum Texture: Sendable, Hashable, CaseIterable {
    case solid, tint, rising, falling, level, dots
  }

  var color: Int
  var marker: Marker
  var dash: [Double]

  /// The look of series `index` ≥ 0; colours and markers repeat after eight.
  init(_ index: Int) {
    precondition(index >= 0, "SeriesLook: series \(index)")
    color = Self.colors[index % Self.colors.count]
    marker = Marker.allCases[index % Marker.allCases.count]
    dash = Self.dashes[index % Self.dashes.count]
  }

  var ink: Ink { .series(color) }
  var band: Ink { .series(color, opacity: 0.16) }

  /// Okabe-Ito indices, best separated and most legible on paper first; black and yellow last.
  private static let colors = [5, 6, 3, 7, 1, 2, 0, 4]

  private static let dashes: [[Double]] = [
    [], [4, 2], [1.2, 1.8], [6, 2, 1.2, 2], [2.4, 1.4], [8, 2.5], [5, 1.5, 1.2, 1.5, 1.2, 1.5],
    [3, 4],
  ]

  /// Fills of bars: the last series is what the reader came for and is solid; earlier ones are
  /// lighter.
  static func texture(_ index: Int, of count: Int) -> Texture {
    if index == count - 1 { return .solid }
    let others: [Texture] = [.tint, .rising, .level, .falling, .dots]
    return others[index % others.count]
  }
}
