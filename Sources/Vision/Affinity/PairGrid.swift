/// The pairs of cells of a grid that are nearer to each other than a radius, each pair once.
///
/// A pair is a cell and a neighbour `dy` rows below and `dx` columns right of it: all neighbours on the
/// same row to the right, and all on the rows below, with dx² + dy² < radius².
///
/// Source: PSA (Ahn and Kwak 2018, arXiv 1803.10464), `get_indices_of_pairs`. That code leaves out
/// every pair of a cell near the left, right or lower border; here, as IRN's padding has it, each
/// pair of which both cells are on the grid counts.
public struct PairGrid: Sendable, Hashable {
  /// From a cell to one of its neighbours.
  public struct Offset: Sendable, Hashable {
    public let dy: Int
    public let dx: Int
  }

  public let rows: Int
  public let columns: Int
  public let radius: Int
  /// From the nearest row to the farthest, left to right; only those that fit on the grid.
  public let offsets: [Offset]

  /// `radius` is at least 1, in cells.
  public init(rows: Int, columns: Int, radius: Int) {
    precondition(
      rows > 0 && columns > 0 && radius >= 1, "PairGrid: \(rows)×\(columns), radius \(radius)")
    (self.rows, self.columns, self.radius) = (rows, columns, radius)
    var offsets: [Offset] = []
    for dy in 0..<min(radius, rows) {
      for dx in (dy == 0 ? 1 : 1 - radius)..<radius
      where dx * dx + dy * dy < radius * radius && abs(dx) < columns {
        offsets.append(Offset(dy: dy, dx: dx))
      }
    }
    self.offsets = offsets
  }

  /// Number of cells, which are numbered row by row.
  public var cells: Int { rows * columns }

  /// By offset: how many cells further on the neighbour is; all are positive.
  var steps: [Int] { offsets.map { $0.dy * columns + $0.dx } }

  /// The longest of the steps, 0 without any.
  var reach: Int { steps.max() ?? 0 }

  /// The cells of row `row` whose neighbour at `offset` is on the grid too.
  func cells(ofRow row: Int, with offset: Offset) -> Range<Int> {
    guard row + offset.dy < rows else { return 0..<0 }
    return row * columns + max(0, -offset.dx)..<(row + 1) * columns - max(0, offset.dx)
  }

  /// Calls `body` with the cells that begin a pair, a run of neighbours at a time, and the pair's
  /// place: `place + i` of `[offsets, rows, columns]` is that of cell `cells.lowerBound + i`.
  package func forEachRun(_ body: (_ index: Int, _ cells: Range<Int>) -> Void) {
    for (index, offset) in offsets.enumerated() {
      for row in 0..<rows - offset.dy {
        let cells = cells(ofRow: row, with: offset)
        if !cells.isEmpty { body(index, cells) }
      }
    }
  }
}
