/// Value noise over a rectangle: random numbers on a square lattice, smoothly interpolated between,
/// in two octaves.
struct SmoothField {
  private let octaves: [Octave]

  /// - Parameter spacing: pixels between lattice points of the coarser octave, at least 1.
  init(width: Int, height: Int, spacing: Float, using generator: inout SplitMix64) {
    octaves = [
      Octave(width: width, height: height, spacing: spacing, amplitude: 0.7, using: &generator),
      Octave(width: width, height: height, spacing: spacing / 2, amplitude: 0.3, using: &generator),
    ]
  }

  /// The field along row `y`, in [-1, 1].
  func row(_ y: Int) -> [Float] {
    var row = octaves[0].row(y)
    for (x, value) in octaves[1].row(y).enumerated() { row[x] += value }
    return row
  }

  private struct Octave {
    /// By column: the lattice point before it, and how far towards the next.
    var columns: [(index: Int, weight: Float)]
    var rows: [(index: Int, weight: Float)]
    var latticeWidth: Int
    var lattice: [Float]

    init(
      width: Int, height: Int, spacing: Float, amplitude: Float, using generator: inout SplitMix64
    ) {
      columns = Self.weights(width, spacing: max(1, spacing))
      rows = Self.weights(height, spacing: max(1, spacing))
      latticeWidth = (columns.last?.index ?? 0) + 2
      let count = latticeWidth * ((rows.last?.index ?? 0) + 2)
      lattice = (0..<count).map { _ in amplitude * generator.number(-1...1) }
    }

    func row(_ y: Int) -> [Float] {
      let (first, weight) = rows[y]
      let blended = (0..<latticeWidth).map { column in
        let value = lattice[first * latticeWidth + column]
        return value + weight * (lattice[(first + 1) * latticeWidth + column] - value)
      }
      return columns.map { column, weight in
        blended[column] + weight * (blended[column + 1] - blended[column])
      }
    }

    private static func weights(_ count: Int, spacing: Float) -> [(index: Int, weight: Float)] {
      (0..<count).map { i in
        let position = Float(i) / spacing
        let t = position - position.rounded(.down)
        return (Int(position), t * t * (3 - 2 * t))
      }
    }
  }
}
