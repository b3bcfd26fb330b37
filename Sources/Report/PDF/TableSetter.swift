/// Sets a table's cells, and measures what its columns need.
struct TableSetter {
  private let table: Table
  private let typesetter: Typesetter
  /// Whether a column is set flush right.
  private let isNumeric: [Bool]

  init(_ table: Table, typesetter: Typesetter) {
    (self.table, self.typesetter) = (table, typesetter)
    isNumeric = table.columns.indices.map { column in
      column > 0 && table.rows.allSatisfy { !$0.cells[column].isText }
    }
  }

  func demands() -> [TableDemand] {
    let rows = rows(widths: nil, scale: 1)
    return table.columns.indices.map { column in
      let mains = rows.map(\.[column].main.width).max() ?? 0
      let details = rows.compactMap(\.[column].detail?.width).max() ?? 0
      let detailWidth = details > 0 ? details + 5 : 0
      let title = table.columns[column].title
      let head = typesetter.set(title, .tableHead).width
      let word = widestWord(of: title, .tableHead)
      let content = mains + detailWidth
      let least =
        isNumeric[column]
        ? content
        : min(
          content,
          max(
            70,
            table.rows.map { widestWord(of: CellText.value(of: $0.cells[column]), .tableCell) }
              .max() ?? 0))
      return TableDemand(
        least: max(least, word).rounded(.up), liked: max(content, head).rounded(.up),
        detailWidth: detailWidth, isNumeric: isNumeric[column])
    }
  }

  func heads(widths: [Double], scale: Double) -> [SetText] {
    table.columns.enumerated().map {
      typesetter.set(
        $0.element.title, ProseStyle.tableHead.scaled(by: scale), width: widths[$0.offset] + 0.5)
    }
  }

  /// - Parameter widths: where text columns break; nil sets every cell on one line.
  func rows(widths: [Double]?, scale: Double) -> [[TableLayout.Cell]] {
    let ranking = TableRanking(table)
    return table.rows.enumerated().map { row, content in
      content.cells.enumerated().map { column, cell in
        let rank = ranking[row: row, column: column]
        var style = ProseStyle.tableCell.scaled(by: scale)
        if rank == .best || content.isSummary { style.weight = .semibold }
        return TableLayout.Cell(
          main: typesetter.set(
            CellText.value(of: cell), style,
            width: isNumeric[column] ? nil : widths.map { $0[column] + 0.5 }),
          detail: interval(of: cell, scale: scale),
          isUnderlined: rank == .second)
      }
    }
  }

  /// The interval of a difference, in a quieter voice than its value.
  private func interval(of cell: Table.Cell, scale: Double) -> SetText? {
    guard case .difference(_, let low?, let high?) = cell else { return nil }
    var style = ProseStyle.tableCell.scaled(by: scale)
    (style.ink, style.size) = (.soft, style.size * 0.94)
    return typesetter.set(CellText.interval(low: low, high: high), style)
  }

  private func widestWord(of text: String, _ style: ProseStyle) -> Double {
    text.split(separator: " ").map { typesetter.set(String($0), style).width }.max() ?? 0
  }
}
