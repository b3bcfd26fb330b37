/// Which cells of a table are set bold (best) and underlined (second).
public struct TableRanking: Sendable, Hashable {
  public enum Rank: Sendable, Hashable { case best, second }

  private let ranks: [[Rank?]]

  /// Ranks each column that asks for it by its *shown* values, so that two cells that read the same
  /// are marked the same. Summary rows and absent values take no part. A shared first place leaves
  /// no second; a column of equal values has no best, and one of two rows no second.
  public init(_ table: Table) {
    var ranks = table.rows.map { [Rank?](repeating: nil, count: $0.cells.count) }
    for (column, best) in table.columns.map(\.best).enumerated() {
      guard let best else { continue }
      for (row, rank) in Self.ranked(table, column: column, best: best) {
        ranks[row][column] = rank
      }
    }
    self.ranks = ranks
  }

  /// The rank of a cell, nil for all but the best and the second of a ranked column.
  public subscript(row row: Int, column column: Int) -> Rank? { ranks[row][column] }

  private static func ranked(
    _ table: Table, column: Int, best: Table.Column.Best
  ) -> [(row: Int, rank: Rank)] {
    var groups: [String: (value: Double, rows: [Int])] = [:]
    for (index, row) in table.rows.enumerated() where !row.isSummary {
      guard let value = row.cells[column].rawValue else { continue }
      groups[CellText.value(of: row.cells[column]), default: (value, [])].rows.append(index)
    }
    let ordered = groups.values.sorted {
      best == .largest ? $0.value > $1.value : $0.value < $1.value
    }
    guard ordered.count > 1 else { return [] }
    var result = ordered[0].rows.map { ($0, Rank.best) }
    let total = ordered.reduce(0) { $0 + $1.rows.count }
    if ordered[0].rows.count == 1, total > 2 {
      result += ordered[1].rows.map { ($0, Rank.second) }
    }
    return result
  }
}
