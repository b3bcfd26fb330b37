/// Where a heat map's cells, labels, legend and colour bar lie.
struct HeatMapFrame {
  let area: Rect
  let plot: Rect
  let legend: Legend
  let bar: ColorBar
  private let count: (rows: Int, columns: Int)
  private let startsAtBottom: Bool
  private let rowTitle: [String]
  private let columnTitle: [String]
  private let rowLabelWidth: Double
  private let columnForm: ColumnForm

  /// Numbers are thinned out until they fit side by side; names, of which each counts, are wrapped or
  /// slanted.
  private enum ColumnForm { case numbers([Int]), names(CategoryNames) }

  /// The outline of mark `index`: colour and dash differ.
  static func markStroke(_ index: Int) -> Stroke {
    let colors: [UInt32] = [0xD55E00, 0x000000, 0xCC79A7]
    let dashes: [[Double]] = [[], [2.5, 1.2], [1, 1]]
    return Stroke(
      .color(RGBA(hex: colors[index % colors.count])), width: 1.5,
      dash: dashes[index % dashes.count])
  }

  /// White on a dark rim, which shows on every colour.
  static let plateauStrokes = [
    Stroke(.color(RGBA(0, 0, 0)), width: 2.4), Stroke(.color(RGBA(1, 1, 1)), width: 1.4),
  ]

  /// A map with a legend and a colour bar of its own.
  init(_ map: HeatMap, in area: Rect, on canvas: some Canvas) {
    let legend = Legend(entries: map.legendEntries)
    self.init(
      map, in: area, legend: legend, hasBar: true,
      top: legend.roomAbove(width: area.width, on: canvas), on: canvas)
  }

  /// One of several maps, `top` below the panel's upper edge, that share legend and colour bar.
  init(_ map: HeatMap, panelIn area: Rect, below top: Double, on canvas: some Canvas) {
    self.init(map, in: area, legend: Legend(entries: []), hasBar: false, top: top, on: canvas)
  }

  private init(
    _ map: HeatMap, in area: Rect, legend: Legend, hasBar: Bool, top: Double, on canvas: some Canvas
  ) {
    let tick = Typography.tick
    let top = top + tick.capHeight / 2 + 1
    (self.area, self.legend) = (area, legend)
    count = (map.rows.labels.count, map.columns.labels.count)
    startsAtBottom = map.startsAtBottom
    rowLabelWidth = canvas.widest(map.rows.labels, style: tick)
    let height = area.height - top
    let across = min(max(60, height - 40), 300)
    let shown = map.cells.compactMap { map.value($0.row, $0.column) }
    bar = ColorBar(map.shownAxis, over: shown, colorMap: map.colorMap, height: across, on: canvas)
    rowTitle = canvas.wrap(map.rows.title, style: Typography.body, width: across)
    columnTitle = canvas.wrap(
      map.columns.title, style: Typography.body, width: area.width * 0.6)

    var left = Self.beside(rowTitle) + rowLabelWidth + PlotFrame.tickGap + 1
    // Without a bar, what the last column's label may need beyond its cell.
    let right = hasBar ? bar.room(on: canvas) : 2
    let form = Self.form(
      of: map.columns.labels, width: max(20, area.width - left - right), left: left, on: canvas)
    if case .names(let names) = form { left = max(left, names.overhang) }
    let labels = Self.labelHeight(form)
    let below =
      labels
      + (columnTitle.isEmpty
        ? tick.descent
        : PlotFrame.titleGap + 1 + columnTitle.height(Typography.body) + Typography.body.descent)
    columnForm = form
    plot = Rect(
      x: area.x + left, y: area.y + top, width: max(20, area.width - left - right),
      height: max(12, height - below))
  }

  /// The cell's place; row 0 is at the bottom or top as the map asks.
  func cell(_ row: Int, _ column: Int) -> Rect {
    let (width, height) = (
      plot.width / Double(max(1, count.columns)), plot.height / Double(max(1, count.rows))
    )
    let place = startsAtBottom ? count.rows - 1 - row : row
    return Rect(
      x: plot.minX + Double(column) * width, y: plot.minY + Double(place) * height, width: width,
      height: height)
  }

  func drawAxes(of map: HeatMap, on canvas: inout some Canvas) {
    let style = Typography.tick
    let slot = plot.height / Double(max(1, count.rows))
    for row in ThinnedLabels.indices(map.rows.labels, slot: slot, needed: style.size + 1) {
      canvas.label(
        map.rows.labels[row], at: Point(plot.minX - PlotFrame.tickGap - 1, cell(row, 0).midY),
        style: style, ink: .soft, alignment: .trailing)
    }
    canvas.uprightLines(
      rowTitle, left: Point(area.x, plot.midY), style: Typography.body, ink: .ink)
    drawColumnLabels(of: map, on: &canvas)
    let labels = Self.labelHeight(columnForm)
    canvas.lines(
      columnTitle,
      top: Point(plot.midX, plot.maxY + labels + PlotFrame.titleGap + 1),
      style: Typography.body, alignment: .center)
  }

  private func drawColumnLabels(of map: HeatMap, on canvas: inout some Canvas) {
    switch columnForm {
    case .numbers(let indices):
      for column in indices {
        canvas.lines(
          [map.columns.labels[column]],
          top: Point(cell(0, column).midX, plot.maxY + PlotFrame.tickGap + 2),
          style: Typography.tick, ink: .soft, alignment: .center)
      }
    case .names(let names):
      names.draw(along: plot, slot: plot.width / Double(max(1, count.columns)), on: &canvas)
    }
  }

  private static func beside(_ title: [String]) -> Double {
    title.isEmpty
      ? 0 : title.height(Typography.body) + Typography.body.descent + PlotFrame.titleGap
  }

  private static func form(
    of labels: [String], width: Double, left: Double, on canvas: some Canvas
  ) -> ColumnForm {
    let slot = width / Double(max(1, labels.count))
    guard labels.allSatisfy({ Double($0) != nil }) else {
      return .names(CategoryNames(below: labels, slot: slot, left: left, on: canvas))
    }
    let needed = canvas.widest(labels, style: Typography.tick) + 5
    return .numbers(ThinnedLabels.indices(labels, slot: slot, needed: needed))
  }

  /// From the plot's edge down.
  private static func labelHeight(_ form: ColumnForm) -> Double {
    switch form {
    case .numbers: PlotFrame.tickGap + 2 + Typography.tick.capHeight
    case .names(let names): names.room
    }
  }
}

extension HeatMap {
  /// The marks, the outline and what missing cells look like, where there are such.
  var legendEntries: [Legend.Entry] {
    var entries = marks.enumerated().map {
      Legend.Entry(
        sample: .outline([HeatMapFrame.markStroke($0.offset)]), name: $0.element.name)
    }
    if let plateau {
      entries.append(
        Legend.Entry(sample: .outline(HeatMapFrame.plateauStrokes), name: plateau.name))
    }
    if hasMissing { entries.append(Legend.Entry(sample: .missing, name: "no value")) }
    return entries
  }
}
