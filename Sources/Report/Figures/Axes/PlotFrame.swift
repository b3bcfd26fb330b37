/// Where a plot's data area lies and how values map into it, after room was made for tick labels
/// and titles.
struct PlotFrame: Sendable {
  /// An axis with the values it has to show.
  struct Demand: Sendable {
    var axis: Axis
    var values: [Double]
    /// Stands beside the title where two vertical axes need telling apart.
    var look: SeriesLook?
  }

  let plot: Rect
  let x: FittedAxis
  let y: FittedAxis
  let right: FittedAxis?
  private let titles: (x: [String], y: [String], right: [String])
  private let looks: (y: SeriesLook?, right: SeriesLook?)

  static let tickLength = 3.0
  static let tickGap = 2.5
  static let titleGap = 4.0

  /// Fits axes into `area`. `margin` is kept free at the right of the plot, for names of lines.
  /// `square` gives both axes the same length and bounds.
  init(
    in area: Rect, x: Demand, y: Demand, right: Demand? = nil, margin: Double = 0,
    square: Bool = false, on canvas: some Canvas
  ) {
    let body = Typography.body
    let xTitle = canvas.wrap(x.axis.caption, style: body, width: area.width * 0.8)
    let top = Typography.tick.capHeight / 2 + 1
    let below = Self.roomBelow(xTitle)
    let height = max(12, area.height - top - below)

    // With names beside them vertical titles need room for a sample of their line.
    func wrapped(_ demand: Demand) -> [String] {
      let room = height - (demand.look == nil ? 0 : 2 * Self.sampleRoom)
      return canvas.wrap(demand.axis.caption, style: body, width: max(30, room))
    }
    let most = max(2, Int(height / 20))
    let fitted = FittedAxis(y.axis, over: y.values, about: most)
    let opposite = right.map { FittedAxis($0.axis, over: $0.values, matching: fitted.ticks.count) }
    let yTitle = wrapped(y)
    let rightTitle = right.map(wrapped) ?? []
    let left = Self.roomBeside(yTitle, fitted, on: canvas)
    var x = x
    // Equal bounds, or a diagonal would not be one.
    if square { x.axis.extent = .fixed(lower: fitted.scale.lower, upper: fitted.scale.upper) }
    var (side, across) = (margin, FittedAxis(x.axis, over: x.values, about: 2))
    if let opposite { side += Self.roomBeside(rightTitle, opposite, on: canvas) }
    // The last tick label may reach beyond the plot; how far is known once ticks are.
    for _ in 0..<2 {
      let width = max(12, area.width - left - side)
      across = Self.horizontal(x, width: square ? min(width, height) : width, on: canvas)
      let last = across.ticks.last.map { canvas.width(of: $0.label, style: Typography.tick) } ?? 0
      side = max(side, last / 2 + 1)
    }
    let width = max(12, area.width - left - side)
    let size = square ? Size(min(width, height), min(width, height)) : Size(width, height)
    plot = Rect(x: area.x + left, y: area.y + top, width: size.width, height: size.height)
    self.x = across
    self.y = fitted
    self.right = opposite
    titles = (xTitle, yTitle, rightTitle)
    looks = (y.look, right?.look)
  }

  /// Where a value pair lies; nil where an axis cannot show it. `onRight` measures against the
  /// right axis.
  func point(_ x: Double, _ y: Double, onRight: Bool = false) -> Point? {
    guard let across = self.x.scale.fraction(of: x),
      let up = (onRight ? right ?? self.y : self.y).scale.fraction(of: y)
    else { return nil }
    return Point(plot.minX + across * plot.width, plot.maxY - up * plot.height)
  }

  /// Grid lines, to be drawn before the data.
  func drawGrid(on canvas: inout some Canvas) {
    for tick in y.ticks {
      guard let up = y.scale.fraction(of: tick.value) else { continue }
      let y = plot.maxY - up * plot.height
      canvas.stroke(
        .polyline([Point(plot.minX, y), Point(plot.maxX, y)]), Stroke(.line, width: 0.5))
    }
  }

  /// Base line, ticks, labels and titles.
  func drawAxes(on canvas: inout some Canvas) {
    AxisDrawing.bottom(x, along: plot, title: titles.x, on: &canvas)
    AxisDrawing.left(y, along: plot, title: titles.y, look: looks.y, on: &canvas)
    if let right {
      AxisDrawing.right(right, along: plot, title: titles.right, look: looks.right, on: &canvas)
    }
  }

  static let sampleRoom = 14.0

  /// Room under a plot for ticks, their labels and `title`.
  static func roomBelow(_ title: [String]) -> Double {
    let style = Typography.body
    let labels = tickLength + tickGap + Typography.tick.capHeight
    return title.isEmpty
      ? labels + Typography.tick.descent
      : labels + titleGap + 1 + title.height(style) + style.descent
  }

  /// Room beside a plot for tick labels and an upright `title`.
  static func roomBeside(
    _ title: [String], _ axis: FittedAxis, on canvas: some Canvas
  ) -> Double {
    let style = Typography.body
    let labels = canvas.widest(axis.ticks.map(\.label), style: Typography.tick) + tickGap + 1
    return title.isEmpty ? labels : labels + titleGap + title.height(style) + style.descent
  }

  /// The densest ticks whose labels keep apart along `width`.
  static func horizontal(_ demand: Demand, width: Double, on canvas: some Canvas) -> FittedAxis {
    FittedAxis(demand.axis, over: demand.values, atMost: min(max(2, Int(width / 26)), 8)) { axis in
      var end = -Double.infinity
      for tick in axis.ticks {
        guard let fraction = axis.scale.fraction(of: tick.value) else { continue }
        let half = canvas.width(of: tick.label, style: Typography.tick) / 2
        if fraction * width - half < end + 5 { return false }
        end = fraction * width + half
      }
      return true
    }
  }
}
