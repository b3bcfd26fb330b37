/// The scale of a heat map's colours, drawn to the right of what it explains.
struct ColorBar {
  let colors: FittedAxis
  private let colorMap: ColorMap
  private let title: [String]
  /// Whether values lie below or above what the colours tell apart.
  private let isCut: (below: Bool, above: Bool)

  private static let width = 8.0
  private static let gap = 10.0
  private static let tipHeight = 6.0

  /// - Parameters:
  ///   - axis: with the extent that colours span.
  ///   - height: about that of what it will stand beside.
  init(
    _ axis: Axis, over values: [Double], colorMap: ColorMap, height: Double, on canvas: some Canvas
  ) {
    colors = FittedAxis(axis, over: values, about: 5)
    self.colorMap = colorMap
    title = canvas.wrap(axis.caption, style: Typography.body, width: height)
    let scale = colors.scale
    isCut = (values.contains { $0 < scale.lower }, values.contains { $0 > scale.upper })
  }

  /// From what it stands beside to its own right edge.
  func room(on canvas: some Canvas) -> Double {
    Self.gap + Self.width + 1.5 + PlotFrame.roomBeside(title, colors, on: canvas)
  }

  func draw(beside plot: Rect, on canvas: inout some Canvas) {
    let whole = Rect(x: plot.maxX + Self.gap, y: plot.minY, width: Self.width, height: plot.height)
    let bar = whole.inset(
      top: isCut.above ? Self.tipHeight : 0, bottom: isCut.below ? Self.tipHeight : 0)
    drawTips(of: bar, on: &canvas)
    drawStrips(in: bar, on: &canvas)
    for tick in colors.ticks {
      guard let fraction = colors.scale.fraction(of: tick.value) else { continue }
      let y = bar.maxY - fraction * bar.height
      canvas.stroke(
        .polyline([Point(bar.maxX, y), Point(bar.maxX + 2, y)]), Stroke(.soft, width: 0.6))
    }
    AxisDrawing.right(colors, along: bar.inset(right: -1.5), title: title, on: &canvas)
  }

  private func drawStrips(in bar: Rect, on canvas: inout some Canvas) {
    let steps = 64
    for step in 0..<steps {
      let height = bar.height / Double(steps)
      // Each strip reaches under the next, so that no seam shows between them.
      let strip = Rect(
        x: bar.x, y: bar.maxY - Double(step + 1) * height, width: bar.width,
        height: step == 0 ? height : height + min(height, 0.5))
      canvas.fill(.rect(strip), .color(colorMap.color((Double(step) + 0.5) / Double(steps))))
    }
  }

  /// A pointed end where values lie beyond it.
  private func drawTips(of bar: Rect, on canvas: inout some Canvas) {
    func draw(from y: Double, to tip: Double, _ color: RGBA) {
      canvas.fill(
        .polygon([Point(bar.minX, y), Point(bar.maxX, y), Point(bar.midX, tip)]), .color(color))
    }
    if isCut.above { draw(from: bar.minY, to: bar.minY - Self.tipHeight, colorMap.color(1)) }
    if isCut.below { draw(from: bar.maxY, to: bar.maxY + Self.tipHeight, colorMap.color(0)) }
  }
}
