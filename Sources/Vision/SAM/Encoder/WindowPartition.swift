/// A square grid of tokens cut into square windows, the last of each row and column of which may
/// reach beyond the grid.
package struct WindowPartition: Sendable, Hashable {
  /// Tokens along one side of the grid.
  let grid: Int
  /// Tokens along one side of a window.
  let side: Int

  package init(grid: Int, side: Int) {
    precondition(grid > 0 && side > 0, "WindowPartition: windows of \(side) on a grid of \(grid)")
    (self.grid, self.side) = (grid, side)
  }

  /// Windows along one side.
  var across: Int { (grid + side - 1) / side }
  package var count: Int { across * across }

  /// The tokens of the `index`th window, row-major, that are inside the grid.
  package func window(_ index: Int) -> Window {
    let (row, column) = index.quotientAndRemainder(dividingBy: across)
    return Window(
      grid: grid, rows: row * side..<min((row + 1) * side, grid),
      columns: column * side..<min((column + 1) * side, grid))
  }

  /// In which window the token at `row` and `column` is, and which of the window's tokens it is.
  package func place(row: Int, column: Int) -> (window: Int, token: Int) {
    let index = row / side * across + column / side
    let width = min(side, grid - column / side * side)
    return (index, row % side * width + column % side)
  }
}

/// A rectangle of a grid of tokens.
package struct Window: Sendable, Hashable {
  let grid: Int
  package let rows: Range<Int>
  package let columns: Range<Int>

  package var count: Int { rows.count * columns.count }

  /// The window's rows of `tokens`, `[grid · grid, width]`, one after the other.
  func gather(_ tokens: Span<Float>, width: Int) -> [Float] {
    var gathered = [Float](repeating: 0, count: count * width)
    var target = gathered.mutableSpan
    RowCopies.copy(
      tokens, from: ((rows.lowerBound * grid + columns.lowerBound) * width, 0), rows: rows.count,
      columns: columns.count * width, row: (grid * width, columns.count * width), into: &target)
    return gathered
  }
}
