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

  /// The look of bars of series `index` among `count`: the last series is what the reader came for,
  /// solid and in the first colour; earlier ones are lighter.
  static func bar(_ index: Int, of count: Int) -> (look: SeriesLook, texture: Texture) {
    let look = SeriesLook(count - 1 - index)
    if index == count - 1 { return (look, .solid) }
    let others: [Texture] = [.tint, .rising, .level, .falling, .dots]
    return (look, others[index % others.count])
  }
}
