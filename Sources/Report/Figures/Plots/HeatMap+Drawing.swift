extension HeatMap {
  func drawCells(in frame: HeatMapFrame, on canvas: inout some Canvas) {
    for (row, column) in cells {
      let cell = frame.cell(row, column)
      guard let color = color(row, column, frame) else {
        canvas.hatchMissing(cell)
        continue
      }
      // Cells reach under those drawn after them, so that no seam shows; the edge stays straight.
      let right = min(cell.maxX + 0.4, frame.plot.maxX)
      let (top, bottom) =
        startsAtBottom
        ? (max(cell.minY - 0.4, frame.plot.minY), cell.maxY)
        : (cell.minY, min(cell.maxY + 0.4, frame.plot.maxY))
      canvas.fill(
        .rect(Rect(x: cell.x, y: top, width: right - cell.x, height: bottom - top)),
        .color(color))
    }
    if showsValues { drawValues(in: frame, on: &canvas) }
  }

  /// The plateau's border, then the marked cells above it, each on a rim that sets it off from its
  /// cells.
  func drawOutlines(in frame: HeatMapFrame, on canvas: inout some Canvas) {
    let border = plateauBorder(in: frame)
    for stroke in HeatMapFrame.plateauStrokes {
      for path in border { canvas.stroke(path, stroke) }
    }
    for (index, mark) in marks.enumerated()
    where rows.labels.indices.contains(mark.row) && columns.labels.indices.contains(mark.column) {
      let cell = frame.cell(mark.row, mark.column)
      canvas.stroke(.rect(cell), Stroke(.color(RGBA(1, 1, 1)), width: 2.8))
      canvas.stroke(.rect(cell), HeatMapFrame.markStroke(index))
    }
  }

  private func color(_ row: Int, _ column: Int, _ frame: HeatMapFrame) -> RGBA? {
    value(row, column).flatMap { frame.bar.colors.scale.fraction(of: $0) }.map(colorMap.color)
  }

  private func drawValues(in frame: HeatMapFrame, on canvas: inout some Canvas) {
    let style = Typography.small
    let texts = cells.map { cell in value(cell.row, cell.column).map { axis.style.text($0) } }
    let room = frame.cell(0, 0)
    guard canvas.widest(texts.compactMap { $0 }, style: style) <= room.width - 1.5,
      style.capHeight <= room.height - 2
    else { return }
    for (text, cell) in zip(texts, cells) {
      guard let text, let color = color(cell.row, cell.column, frame) else { continue }
      let rect = frame.cell(cell.row, cell.column)
      canvas.label(
        text, at: Point(rect.midX, rect.midY), style: style, ink: .color(color.contrasting),
        alignment: .center)
    }
  }

  /// The edges between cells of the plateau and others.
  private func plateauBorder(in frame: HeatMapFrame) -> [Path] {
    cells.filter { isOnPlateau($0.row, $0.column) }.flatMap { row, column in
      let cell = frame.cell(row, column)
      let (above, below) = startsAtBottom ? (row + 1, row - 1) : (row - 1, row + 1)
      let sides: [(neighbour: (Int, Int), from: Point, to: Point)] = [
        ((above, column), Point(cell.minX, cell.minY), Point(cell.maxX, cell.minY)),
        ((below, column), Point(cell.minX, cell.maxY), Point(cell.maxX, cell.maxY)),
        ((row, column - 1), Point(cell.minX, cell.minY), Point(cell.minX, cell.maxY)),
        ((row, column + 1), Point(cell.maxX, cell.minY), Point(cell.maxX, cell.maxY)),
      ]
      return sides.filter { !isOnPlateau($0.neighbour.0, $0.neighbour.1) }
        .map { Path.polyline([$0.from, $0.to]) }
    }
  }
}
