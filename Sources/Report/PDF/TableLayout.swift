/// A table set in columns that fit a width: rules above, below and under the header, none upright.
struct TableLayout {
  /// A cell, its interval apart so that values and intervals each line up.
  struct Cell {
    var main: SetText
    var detail: SetText?
    var isUnderlined: Bool

    var height: Double { max(main.height, detail?.height ?? 0) }
  }

  let width: Double
  /// Whether every column has the width that it asks for.
  let isUnsqueezed: Bool
  /// The least width that squeezes no column.
  let tightWidth: Double
  /// How much smaller than usual the type is set.
  let scale: Double
  let rowHeights: [Double]
  let headHeight: Double
  private let table: Table
  private let columns: [TableColumn]
  private let heads: [SetText]
  private let rows: [[Cell]]

  /// - Parameter width: the widest that the table may be.
  /// - Parameter fills: whether it shall be exactly that wide.
  init(_ table: Table, width: Double, fills: Bool = false, typesetter: Typesetter) {
    self.table = table
    let setter = TableSetter(table, typesetter: typesetter)
    let fit = TableFit(setter.demands(), width: width, fills: fills)
    columns = fit.columns
    isUnsqueezed = fit.isUnsqueezed
    tightWidth = fit.tightWidth
    scale = fit.scale
    self.width = fit.width
    heads = setter.heads(widths: columns.map(\.width), scale: fit.scale)
    rows = setter.rows(widths: columns.map(\.width), scale: fit.scale)
    headHeight = (heads.map(\.height).max() ?? 0) + 7
    rowHeights = rows.map { row in (row.map(\.height).max() ?? 0) + 4.4 }
  }

  var height: Double { headHeight + rowHeights.reduce(0, +) }

  func drawAll(at origin: Point, on page: PagePainter) {
    drawHead(at: origin, on: page)
    var y = origin.y + headHeight
    for row in rows.indices {
      draw(row: row, at: Point(origin.x, y), on: page)
      y += rowHeights[row]
    }
  }

  /// The header between its rules, its top rule centred on `origin`.
  func drawHead(at origin: Point, on page: PagePainter) {
    page.rule(at: origin, width: width, weight: 1.1)
    page.rule(at: Point(origin.x, origin.y + headHeight), width: width, weight: 0.5)
    let deepest = headHeight - 7
    page.tagged(.row) {
      for (index, head) in heads.enumerated() {
        let column = columns[index]
        let y = origin.y + 3.5 + deepest - head.height
        page.tagged(.headerCell) {
          if column.isNumeric {
            head.drawTrailing(at: origin.x + column.x + column.width, y: y, on: page)
          } else {
            head.draw(at: Point(origin.x + column.x, y), on: page)
          }
        }
      }
    }
  }

  /// Row `row`; the last one carries the table's bottom rule.
  func draw(row: Int, at origin: Point, on page: PagePainter) {
    let height = rowHeights[row]
    if table.rows[row].isMarked {
      page.fill(
        Rect(x: origin.x, y: origin.y + 0.3, width: width, height: height - 0.3),
        PagePainter.wash)
    }
    if row > 0, table.rows[row].isSummary, !table.rows[row - 1].isSummary {
      page.rule(at: origin, width: width, weight: 0.5)
    }
    page.tagged(.row) {
      for (index, cell) in rows[row].enumerated() {
        page.tagged(index == 0 ? .headerCell : .cell) {
          draw(cell, in: columns[index], at: Point(origin.x, origin.y + 2.2), on: page)
        }
      }
    }
    if row == rows.count - 1 {
      page.rule(at: Point(origin.x, origin.y + height), width: width, weight: 1.1)
    }
  }

  private func draw(_ cell: Cell, in column: TableColumn, at origin: Point, on page: PagePainter) {
    let left = origin.x + column.x
    guard column.isNumeric else {
      cell.main.draw(at: Point(left, origin.y), on: page)
      return
    }
    let right = left + column.width - column.detailWidth
    cell.main.drawTrailing(at: right, y: origin.y, on: page)
    if cell.isUnderlined {
      let baseline = (cell.main.style.leading + 0.727 * cell.main.style.size) / 2
      page.rule(
        at: Point(right - cell.main.width, origin.y + baseline + 1.7), width: cell.main.width,
        weight: 0.5)
    }
    cell.detail?.drawTrailing(at: left + column.width, y: origin.y, on: page)
  }
}
