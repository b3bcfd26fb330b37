extension LinePlot {
  /// Reference lines, bands, lines and markers; then call-outs, which keep clear of them.
  func drawData(in frame: PlotFrame, on canvas: inout some Canvas) {
    let runs = series.map { positions(of: $0, in: frame) }
    // Lines on the plot's edge must not lose half their width; lines beyond fixed bounds must end.
    canvas.clip(to: frame.plot.grown(by: 0.7)) { canvas in
      drawReferences(in: frame, on: &canvas)
      for index in series.indices { drawBands(of: index, in: frame, on: &canvas) }
      for (index, runs) in runs.enumerated() {
        let look = SeriesLook(index)
        for run in runs where run.count > 1 {
          canvas.stroke(.polyline(run), Stroke(look.ink, width: 1.25, dash: look.dash))
        }
      }
    }
    for (index, runs) in runs.enumerated() {
      let look = SeriesLook(index)
      // Many points would run into a band of markers: then every few carry one.
      let points = runs.joined().filter { frame.plot.grown(by: 0.01).contains($0) }
      let stride = max(1, Int((Double(points.count) * 7 / frame.plot.width).rounded(.up)))
      for (number, point) in points.enumerated() where number % stride == 0 {
        canvas.mark(look.marker, at: point, ink: look.ink)
      }
    }
    drawCallOuts(in: frame, on: &canvas)
  }

  /// Names beside the last points, moved apart where lines end close together.
  func drawNames(_ names: [[String]], in frame: PlotFrame, on canvas: inout some Canvas) {
    let style = Typography.label
    let ends = series.indices.compactMap { index in
      positions(of: series[index], in: frame).last?.last.map { (index: index, point: $0) }
    }
    let heights = ends.map { Double(names[$0.index].count) * style.lineHeight }
    let centers = Spread.apart(
      ends.map(\.point.y), sizes: heights, within: frame.plot.minY - 4...frame.plot.maxY + 4)
    for (number, end) in ends.enumerated() {
      let left = frame.plot.maxX + 8
      let start = Point(min(end.point.x + 3, frame.plot.maxX), end.point.y)
      canvas.stroke(
        .polyline([start, Point(left - 2, centers[number])]),
        Stroke(SeriesLook(end.index).ink, width: 0.5))
      let top = centers[number] - heights[number] / 2 + (style.lineHeight - style.capHeight) / 2
      canvas.lines(names[end.index], top: Point(left, top), style: style)
    }
  }

  /// Where the points of `series` lie, broken where one cannot be shown.
  private func positions(of series: Series, in frame: PlotFrame) -> [[Point]] {
    series.points.map { frame.point($0.x, $0.y, onRight: isOnRight(series)) }
      .split(separator: nil).map { $0.compactMap { $0 } }
  }

  private func drawReferences(in frame: PlotFrame, on canvas: inout some Canvas) {
    for (index, reference) in references.enumerated() {
      let ends: [Point?] =
        switch reference.line {
        case .x(let x):
          [frame.point(x, frame.y.scale.lower), frame.point(x, frame.y.scale.upper)]
        case .y(let y):
          [frame.point(frame.x.scale.lower, y), frame.point(frame.x.scale.upper, y)]
        }
      canvas.stroke(.polyline(ends.compactMap { $0 }), Self.stroke(ofReference: index))
    }
  }

  private func drawBands(of index: Int, in frame: PlotFrame, on canvas: inout some Canvas) {
    let look = SeriesLook(index)
    let bounds = series[index].points.map { datum -> (low: Point, high: Point)? in
      let side = isOnRight(series[index])
      guard let low = datum.low, let high = datum.high,
        let low = frame.point(datum.x, low, onRight: side),
        let high = frame.point(datum.x, high, onRight: side)
      else { return nil }
      return (low, high)
    }
    for run in bounds.split(whereSeparator: { $0 == nil }).map({ $0.compactMap { $0 } }) {
      if run.count > 1 {
        canvas.fill(.polygon(run.map(\.high) + run.reversed().map(\.low)), look.band)
      } else {
        canvas.stroke(.polyline([run[0].low, run[0].high]), Stroke(look.ink, width: 0.8))
      }
    }
  }

  private func drawCallOuts(in frame: PlotFrame, on canvas: inout some Canvas) {
    var obstacles = series.flatMap { positions(of: $0, in: frame) }
    for callOut in callOuts {
      guard series.indices.contains(callOut.series),
        series[callOut.series].points.indices.contains(callOut.point)
      else { continue }
      let datum = series[callOut.series].points[callOut.point]
      let side = isOnRight(series[callOut.series])
      guard let point = frame.point(datum.x, datum.y, onRight: side),
        frame.plot.grown(by: 0.01).contains(point)
      else { continue }
      let look = SeriesLook(callOut.series)
      canvas.mark(look.marker, at: point, ink: look.ink, radius: 3)
      let placed = CallOutPlacement(
        callOut.text, at: point, within: frame.plot, avoiding: obstacles, on: canvas)
      placed.draw(on: &canvas)
      obstacles.append(placed.box.outline)
    }
  }
}
