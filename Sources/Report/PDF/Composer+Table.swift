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

  /// The header and rows alone, within the table's structure element.
  mutating func addRows(of table: Table, before: Double) {
    let layout = TableLayout(table, width: textWidth, typesetter: typesetter)
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
