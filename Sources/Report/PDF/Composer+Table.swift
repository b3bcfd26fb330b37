extension Composer {
  /// A numbered table, its caption above it; a long one is cut between rows under a repeated
  /// header.
  mutating func addTable(_ block: TableBlock) {
    mark(Destination.block(block.id))
    let caption = typesetter.caption(
      block.caption, id: block.id, width: Spacing.captionMeasure)
    within(.table) { composer in
      composer.within(.caption) {
        $0.add(lines: caption, before: Spacing.aroundFloat, keepsWithNext: true)
      }
      composer.addRows(of: block.table, before: 6)
    }
    addSpace(Spacing.aroundFloat - 2)
  }

  /// The header and rows alone, within the table's structure element. A table too wide to be read
  /// is folded: its columns stand in several tables, the first column in each.
  mutating func addRows(of table: Table, before: Double) {
    let layout = TableLayout(table, width: textWidth, typesetter: typesetter)
    guard layout.scale < Composer.smallestTableScale, table.columns.count > 2 else {
      addRows(of: table, layout, before: before)
      return
    }
    let half = table.columns.count / 2 + 1
    for (index, columns) in [1..<half, half..<table.columns.count].enumerated() {
      addRows(of: table.keeping(columns), before: index == 0 ? before : 12)
    }
  }

  /// Smaller type than this cannot be read on paper.
  private static let smallestTableScale = 0.8

  private mutating func addRows(of table: Table, _ layout: TableLayout, before: Double) {
    add(height: layout.headHeight, before: before, keepsWithNext: true) { page, origin in
      layout.drawHead(at: origin, on: page)
    }
    for row in table.rows.indices {
      var box = FlowBox(height: layout.rowHeights[row]) { page, origin in
        layout.draw(row: row, at: origin, on: page)
      }
      // Two rows at least on either side of a cut; a summary stays with what it sums up.
      let next = row + 1
      box.extent.keepsWithNext =
        next < table.rows.count
        && (row == 0 || next == table.rows.count - 1 || table.rows[next].isSummary)
      if row > 0 {
        box.repeatHead(height: layout.headHeight) { page, origin in
          layout.drawHead(at: origin, on: page)
        }
      }
      add(box)
    }
  }
}

extension Table {
  /// The first column and those of `columns`.
  fileprivate func keeping(_ columns: Range<Int>) -> Table {
    Table(
      columns: [self.columns[0]] + self.columns[columns],
      rows: rows.map {
        Row([$0.cells[0]] + $0.cells[columns], isSummary: $0.isSummary, isMarked: $0.isMarked)
      })
  }
}
