extension Affinities {
  /// 1 minus the largest of `boundaries`, `[rows, columns]`, on the straight way from one cell of a pair
  /// to the other, both included.
  ///
  /// Source: IRN (Ahn et al. 2019, arXiv 1904.05044), equation 3.
  package init(boundaries: [Float], grid: PairGrid) {
    precondition(
      boundaries.count == grid.cells, "Affinities: \(boundaries.count) for \(grid.cells) cells")
    var values = [Float](repeating: 0, count: grid.offsets.count * grid.cells)
    let paths = grid.offsets.map { grid.path(to: $0) }
    let source = boundaries.span
    var target = values.mutableSpan
    grid.forEachRun { index, cells in
      for cell in cells {
        var largest = source[cell]
        for step in paths[index] { largest = max(largest, source[cell + step]) }
        target[index * grid.cells + cell] = 1 - largest
      }
    }
    self.init(grid: grid, values: values, boundaries: boundaries)
  }
}

extension PairGrid {
  /// The cells on the way from a cell to its neighbour, as steps from the first: the others of the
  /// rectangle between the two whose distance from the line through both is less than 1.
  ///
  /// Source: IRN, `PathIndex.get_all_dir_paths`.
  func path(to offset: Offset) -> [Int] {
    var steps: [Int] = []
    let square = offset.dx * offset.dx + offset.dy * offset.dy
    for dy in 0...offset.dy {
      for dx in min(0, offset.dx)...max(0, offset.dx) {
        let cross = offset.dy * dx - offset.dx * dy
        if cross * cross < square && (dx, dy) != (0, 0) { steps.append(dy * columns + dx) }
      }
    }
    return steps
  }
}
