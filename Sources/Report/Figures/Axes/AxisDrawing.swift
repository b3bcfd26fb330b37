/// Draws fitted axes along the edges of a plot area; room for them was measured before.
enum AxisDrawing {
  static func bottom(
    _ axis: FittedAxis, along plot: Rect, title: [String], on canvas: inout some Canvas
  ) {
    baseLine(along: plot, on: &canvas)
    let style = Typography.tick
    let top = plot.maxY + PlotFrame.tickLength + PlotFrame.tickGap
    for tick in axis.ticks {
      guard let fraction = axis.scale.fraction(of: tick.value) else { continue }
      let x = plot.minX + fraction * plot.width
      canvas.stroke(
        .polyline([Point(x, plot.maxY), Point(x, plot.maxY + PlotFrame.tickLength)]),
        Stroke(.soft, width: 0.6))
      canvas.lines(
        [tick.label], top: Point(x, top), style: style, ink: .soft, alignment: .center)
    }
    titleBelow(title, along: plot, labelHeight: style.capHeight, on: &canvas)
  }

  static func baseLine(along plot: Rect, on canvas: inout some Canvas) {
    canvas.stroke(
      .polyline([Point(plot.minX, plot.maxY), Point(plot.maxX, plot.maxY)]),
      Stroke(.soft, width: 0.75))
  }

  /// A horizontal title under tick labels of `labelHeight`.
  static func titleBelow(
    _ title: [String], along plot: Rect, labelHeight: Double, on canvas: inout some Canvas
  ) {
    let top = plot.maxY + PlotFrame.tickLength + PlotFrame.tickGap + labelHeight
    canvas.lines(
      title, top: Point(plot.midX, top + PlotFrame.titleGap + 1), style: Typography.body,
      alignment: .center)
  }

  static func left(
    _ axis: FittedAxis, along plot: Rect, title: [String], look: SeriesLook? = nil,
    on canvas: inout some Canvas
  ) {
    for (tick, y) in positions(axis, along: plot) {
      canvas.label(
        tick.label, at: Point(plot.minX - PlotFrame.tickGap - 1, y), style: Typography.tick,
        ink: .soft, alignment: .trailing)
    }
    let room = PlotFrame.roomBeside(title, axis, on: canvas)
    upright(title, left: plot.minX - room, along: plot, look: look, on: &canvas)
  }

  static func right(
    _ axis: FittedAxis, along plot: Rect, title: [String], look: SeriesLook? = nil,
    on canvas: inout some Canvas
  ) {
    for (tick, y) in positions(axis, along: plot) {
      canvas.label(
        tick.label, at: Point(plot.maxX + PlotFrame.tickGap + 1, y), style: Typography.tick,
        ink: .soft)
    }
    let labels = PlotFrame.roomBeside([], axis, on: canvas)
    upright(
      title, left: plot.maxX + labels + PlotFrame.titleGap, along: plot, look: look, on: &canvas)
  }

  private static func positions(
    _ axis: FittedAxis, along plot: Rect
  ) -> [(tick: FittedAxis.Tick, y: Double)] {
    axis.ticks.compactMap { tick in
      axis.scale.fraction(of: tick.value).map { (tick, plot.maxY - $0 * plot.height) }
    }
  }

  /// A title read from below, with the marker of its series at its start.
  private static func upright(
    _ title: [String], left: Double, along plot: Rect, look: SeriesLook?,
    on canvas: inout some Canvas
  ) {
    let style = Typography.body
    canvas.uprightLines(title, left: Point(left, plot.midY), style: style, ink: .ink)
    guard let look, let first = title.first else { return }
    let start = plot.midY + canvas.width(of: first, style: style) / 2 + 3
    let x = left + style.capHeight / 2
    canvas.stroke(
      .polyline([Point(x, start), Point(x, start + 10)]),
      Stroke(look.ink, width: 1.25, dash: look.dash))
    canvas.mark(look.marker, at: Point(x, start + 5), ink: look.ink)
  }
}
