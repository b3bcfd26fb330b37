extension HTMLPage {
  func table(_ block: TableBlock) -> HTMLNode {
    .tag("figure", .class("tabular"), .id(HTMLAnchors.table(block.id))) {
      HTMLNode.tag(
        "div", .class("scroll"), .set(.tabindex, "0"), .set(.role, "region"),
        .aria("label", numbering.label(for: block.id) ?? block.id)
      ) { table(block.table) }
      caption(block.id, block.caption, tools: exports(of: block.table, name: block.id))
    }
  }

  /// The files are part of the page, so that they can be had without a script and offline.
  func exports(of table: Table, name: String) -> [HTMLNode] {
    [
      .tag(
        "a", .set(.download, name + ".csv"), .href(.data("text/csv", Array(table.csv().utf8)))
      ) { "CSV" },
      .tag(
        "a", .set(.download, name + ".json"),
        .href(.data("application/json", Array(table.json().utf8)))
      ) { "JSON" },
      .tag(
        "a", .set(.download, name + ".tex"),
        .href(.data("application/x-tex", Array(table.latex().utf8)))
      ) { "LaTeX" },
    ]
  }

  func table(_ table: Table) -> HTMLNode {
    let ranking = TableRanking(table)
    let styles = table.columns.indices.map { ColumnStyle(table, column: $0) }
    return .tag("table") {
      HTMLNode.tag("thead") {
        HTMLNode.tag("tr") { zip(table.columns, styles).map(heading) }
      }
      HTMLNode.tag("tbody") {
        table.rows.enumerated().map { index, row in
          .element(
            "tr", Self.marks(of: row),
            row.cells.enumerated().map { column, cell in
              self.cell(cell, style: styles[column], rank: ranking[row: index, column: column])
            })
        }
      }
    }
  }

  /// What the cells of a column have in common.
  private struct ColumnStyle {
    /// The first column names the rows.
    let isName: Bool
    let isText: Bool
    /// Some cell has an interval, so that every other leaves room for one.
    let hasIntervals: Bool

    init(_ table: Table, column: Int) {
      isName = column == 0
      isText = table.isText(column: column)
      hasIntervals = table.rows.contains { $0.cells[column].interval != nil }
    }
  }

  private func heading(_ column: Table.Column, style: ColumnStyle) -> HTMLNode {
    var attributes: [HTMLAttribute] = [.set(.scope, "col")]
    if style.isText { attributes.append(.data("text")) }
    if style.hasIntervals { attributes.append(.data("intervals")) }
    if !column.help.isEmpty { attributes.append(.set(.title, column.help)) }
    return .element("th", attributes, [.text(column.title)])
  }

  private static func marks(of row: Table.Row) -> [HTMLAttribute] {
    (row.isSummary ? [.data("summary")] : []) + (row.isMarked ? [.data("marked")] : [])
  }

  private func cell(_ cell: Table.Cell, style: ColumnStyle, rank: TableRanking.Rank?) -> HTMLNode {
    var attributes: [HTMLAttribute] = style.isText ? [.data("text")] : []
    if style.isName { attributes.append(.set(.scope, "row")) }
    if let value = cell.rawValue { attributes.append(.data("value", "\(value)")) }
    var content = [HTMLNode.text(CellText.value(of: cell))]
    switch rank {
    case .best: content = [.element("b", [], content)]
    case .second: content = [.element("u", [], content)]
    case nil: break
    }
    if style.hasIntervals {
      content.append(
        .tag("span", .class("interval")) {
          cell.interval.map { CellText.interval(low: $0.low, high: $0.high) } ?? ""
        })
    }
    return .element(style.isName ? "th" : "td", attributes, content)
  }
}
