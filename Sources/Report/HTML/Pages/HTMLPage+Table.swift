extension HTMLPage {
  func table(_ block: TableBlock) -> HTMLNode {
    .tag("figure", .class("tabular"), .id(HTMLAnchors.table(block.id))) {
      HTMLNode.tag("div", .class("scroll"), .set(.tabindex, "0")) { table(block.table) }
      exports(of: block.table, name: block.id)
      caption(block.id, block.caption)
    }
  }

  /// The files are part of the page, so that they can be had without a script and offline.
  func exports(of table: Table, name: String) -> HTMLNode {
    .tag("div", .class("tools")) {
      HTMLNode.tag(
        "a", .set(.download, name + ".csv"), .href(.data("text/csv", Array(table.csv().utf8)))
      ) { "CSV" }
      HTMLNode.tag(
        "a", .set(.download, name + ".json"),
        .href(.data("application/json", Array(table.json().utf8)))
      ) { "JSON" }
      HTMLNode.tag(
        "a", .set(.download, name + ".tex"),
        .href(.data("application/x-tex", Array(table.latex().utf8)))
      ) { "LaTeX" }
    }
  }

  func table(_ table: Table) -> HTMLNode {
    let ranking = TableRanking(table)
    let isText = table.columns.indices.map { table.isText(column: $0) }
    return .tag("table") {
      HTMLNode.tag("thead") {
        HTMLNode.tag("tr") {
          zip(table.columns, isText).map(heading)
        }
      }
      HTMLNode.tag("tbody") {
        table.rows.enumerated().map { index, row in
          .element(
            "tr", Self.marks(of: row),
            row.cells.enumerated().map { column, cell in
              self.cell(
                cell, isName: column == 0, isText: isText[column],
                rank: ranking[row: index, column: column])
            })
        }
      }
    }
  }

  private func heading(_ column: Table.Column, isText: Bool) -> HTMLNode {
    var attributes: [HTMLAttribute] = [.set(.scope, "col")]
    if isText { attributes.append(.data("text")) }
    if !column.help.isEmpty { attributes.append(.set(.title, column.help)) }
    return .element("th", attributes, [.text(column.title)])
  }

  private static func marks(of row: Table.Row) -> [HTMLAttribute] {
    (row.isSummary ? [.data("summary")] : []) + (row.isMarked ? [.data("marked")] : [])
  }

  private func cell(
    _ cell: Table.Cell, isName: Bool, isText: Bool, rank: TableRanking.Rank?
  ) -> HTMLNode {
    var attributes: [HTMLAttribute] = isText ? [.data("text")] : []
    if isName { attributes.append(.set(.scope, "row")) }
    if let value = cell.rawValue { attributes.append(.data("value", "\(value)")) }
    var content = [HTMLNode.text(CellText.value(of: cell))]
    switch rank {
    case .best: content = [.element("b", [], content)]
    case .second: content = [.element("u", [], content)]
    case nil: break
    }
    if let interval = cell.interval {
      content.append(
        .tag("span", .class("interval")) {
          CellText.interval(low: interval.low, high: interval.high)
        })
    }
    return .element(isName ? "th" : "td", attributes, content)
  }
}
