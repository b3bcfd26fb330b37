/// Heat maps side by side that share one colour scale and one legend, so that they can be compared.
public struct HeatMapPanels: Figure {
  public struct Panel: Sendable {
    public var name: String
    public var map: HeatMap

    public init(_ name: String, _ map: HeatMap) { (self.name, self.map) = (name, map) }
  }

  /// Row by row. Sides, marks and outlines should have the same names in all: the first one's legend
  /// and colours stand for all of them.
  public var panels: [Panel]
  public var columnCount: Int

  public init(panels: [Panel], columnCount: Int = 2) {
    precondition(columnCount > 0, "HeatMapPanels: \(columnCount) columns")
    (self.panels, self.columnCount) = (panels, columnCount)
  }

  /// Cells are a little wider than high, so that four maps and their caption leave room on a page.
  public func height(forWidth width: Double) -> Double {
    let canvas = EstimatingCanvas(size: Size(width, 2000))
    let layout = HeatMapPanelsLayout(self, in: canvas.size.drawable, on: canvas)
    guard let first = panels.first?.map, let frame = layout.frames.first else { return 20 }
    let (rows, columns) = (first.rows.labels.count, first.columns.labels.count)
    let cell = frame.plot.width / Double(max(1, columns))
    let plot = min(max(0.85 * cell * Double(max(1, rows)), 60), 330)
    return (2000 - Double(layout.rowCount) * (frame.plot.height - plot)).rounded(.up)
  }

  public func draw(on canvas: inout some Canvas) {
    let layout = HeatMapPanelsLayout(self, in: canvas.size.drawable, on: canvas)
    layout.legend.draw(in: layout.area, on: &canvas)
    for (panel, frame) in zip(layout.panels, layout.frames) {
      canvas.lines(
        [panel.name], top: Point(frame.plot.minX, frame.area.minY), style: Typography.strong)
      panel.map.drawCells(in: frame, on: &canvas)
      panel.map.drawOutlines(in: frame, on: &canvas)
      frame.drawAxes(of: panel.map, on: &canvas)
    }
    if let bar = layout.bar, let plots = layout.plots { bar.draw(beside: plots, on: &canvas) }
  }
}

/// Where each panel of some lies.
private struct HeatMapPanelsLayout {
  let area: Rect
  let legend: Legend
  /// With the extent that all share.
  let panels: [HeatMapPanels.Panel]
  let frames: [HeatMapFrame]
  /// nil without panels.
  let bar: ColorBar?
  let rowCount: Int

  private static let between = Size(16, 12)

  init(_ figure: HeatMapPanels, in area: Rect, on canvas: some Canvas) {
    self.area = area
    rowCount = (figure.panels.count + figure.columnCount - 1) / figure.columnCount
    let maps = figure.panels.map(\.map)
    let shown = maps.flatMap { map in map.cells.compactMap { map.value($0.row, $0.column) } }
    var entries = maps.first?.legendEntries ?? []
    if let missing = maps.lazy.flatMap(\.legendEntries).first(where: { $0.sample == .missing }),
      !entries.contains(missing)
    {
      entries.append(missing)
    }
    legend = Legend(entries: entries)
    let bar = maps.first.map { first in
      ColorBar(
        first.shownAxis, over: shown, colorMap: first.colorMap, height: min(area.height, 300),
        on: canvas)
    }
    self.bar = bar
    panels = figure.panels.map { panel in
      var shared = panel
      if let scale = bar?.colors.scale {
        shared.map.axis.extent = .fixed(lower: scale.lower, upper: scale.upper)
      }
      return shared
    }
    let top = legend.roomAbove(width: area.width, on: canvas)
    let room = area.inset(top: top, right: bar?.room(on: canvas) ?? 0)
    let count = (rows: Double(max(1, rowCount)), columns: Double(figure.columnCount))
    let size = Size(
      (room.width - (count.columns - 1) * Self.between.width) / count.columns,
      (room.height - (count.rows - 1) * Self.between.height) / count.rows)
    frames = panels.enumerated().map { index, panel in
      let (row, column) = (index / figure.columnCount, index % figure.columnCount)
      return HeatMapFrame(
        panel.map,
        panelIn: Rect(
          x: room.x + Double(column) * (size.width + Self.between.width),
          y: room.y + Double(row) * (size.height + Self.between.height), width: size.width,
          height: size.height), below: Typography.strong.lineHeight, on: canvas)
    }
  }

  /// Around the cells of all panels.
  var plots: Rect? {
    guard let first = frames.first?.plot, let last = frames.last?.plot,
      let right = frames.map(\.plot.maxX).max()
    else { return nil }
    return Rect(
      x: first.minX, y: first.minY, width: right - first.minX, height: last.maxY - first.minY)
  }
}
