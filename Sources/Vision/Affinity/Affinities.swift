/// How much the two cells of each pair of a grid belong together, from 0 (not at all) to 1.
public struct Affinities: Sendable, Equatable {
  public let grid: PairGrid
  /// `[offsets, rows, columns]`, the pair's first cell being the one that is indexed; 0 where the
  /// second is not on the grid.
  public let values: [Float]
  /// `[rows, columns]`: how likely a class boundary runs through a cell, from 0 to 1; nil where the
  /// affinities were not made of boundaries.
  public let boundaries: [Float]?

  /// Takes `values` where both cells of a pair are on the grid.
  package init(grid: PairGrid, values: [Float], boundaries: [Float]? = nil) {
    precondition(
      values.count == grid.offsets.count * grid.cells
        && boundaries.map { $0.count == grid.cells } ?? true,
      "Affinities: \(values.count) for \(grid.offsets.count) offsets of \(grid.cells) cells")
    var kept = [Float](repeating: 0, count: values.count)
    grid.forEachRun { index, cells in
      let range = index * grid.cells + cells.lowerBound..<index * grid.cells + cells.upperBound
      for place in range { kept[place] = values[place] }
    }
    (self.grid, self.values, self.boundaries) = (grid, kept, boundaries)
  }
}
