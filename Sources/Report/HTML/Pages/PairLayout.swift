/// Whether a figure and a table stand side by side on the page. A table that would have to scroll
/// beside its figure gets the whole width under it instead.
enum PairLayout {
  /// Widest table, in CSS pixels, that leaves a figure beside it room to be read.
  private static let widestTable = 600.0

  static func isSideBySide(_ table: Table) -> Bool { width(of: table) <= widestTable }

  /// About the width at which no cell of `table` breaks: no font can be measured here, so a
  /// character counts as one of middling width.
  static func width(of table: Table) -> Double {
    let (character, interval, padding) = (7.8, 103.0, 18.0)
    return table.columns.enumerated().reduce(0) { sum, column in
      let cells = table.rows.map { $0.cells[column.offset] }
      let longest =
        ([column.element.title] + cells.map { CellText.value(of: $0) }).map(\.count).max() ?? 0
      let hasInterval = cells.contains { $0.interval != nil }
      return sum + Double(longest) * character + (hasInterval ? interval : 0) + padding
    }
  }
}
