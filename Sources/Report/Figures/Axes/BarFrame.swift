/// Where bars lie: one axis of values, one of categories, in either orientation. A *lane* is the
/// stretch of the category axis that one bar fills.
struct BarFrame {
  typealias Lane = (start: Double, width: Double)

  let plot: Rect
  let values: FittedAxis
  /// The value that bars start from: zero where the axis shows it.
  let base: Double
  private let isLying: Bool
  let names: CategoryNames
  /// Room between the plot and the names for values of negative bars.
  private let clearance: Double
  private let title: [String]
  /// Whether values upright bars carry are turned to fit their width.
  private let turnsLabels: Bool
  private let slot: Double

  init(_ chart: BarChart, in area: Rect, on canvas: some Canvas) {
    isLying = chart.orientation == .lying
    var axis = chart.axis
    if axis.kind == .linear { axis.including.append(0) }
    let demand = PlotFrame.Demand(axis: axis, values: chart.shownValues)
    let labels = canvas.widest(Self.labels(of: chart), style: Typography.small)
    let hasNegative = chart.shownValues.contains { $0 < 0 }
    let count = max(1, chart.categories.count)
    let lanes = chart.arrangement == .stacked ? 1 : max(1, chart.series.count)

    if isLying {
      let room = labels == 0 ? 2 : labels + 4
      clearance = hasNegative ? room : 0
      names = CategoryNames(beside: chart.categories, width: area.width * 0.4, on: canvas)
      title = canvas.wrap(axis.caption, style: Typography.body, width: area.width * 0.5)
      let inner = area.inset(
        left: names.room + clearance, top: 2, right: max(room, 10),
        bottom: PlotFrame.roomBelow(title))
      plot = inner
      values = PlotFrame.horizontal(demand, width: inner.width, on: canvas)
      slot = inner.height / Double(count)
      turnsLabels = false
    } else {
      title = canvas.wrap(axis.caption, style: Typography.body, width: area.height * 0.7)
      let guess = FittedAxis(axis, over: demand.values, about: max(2, Int(area.height / 24)))
      let beside = PlotFrame.roomBeside(title, guess, on: canvas)
      names = CategoryNames(
        below: chart.categories, slot: (area.width - beside - 2) / Double(count), left: beside,
        on: canvas)
      let width = max(12, area.width - max(beside, names.overhang) - 2)
      slot = width / Double(count)
      turnsLabels = labels > Self.thickness(slot, lanes) + 2
      let room = labels == 0 ? 0 : turnsLabels ? labels + 3 : Typography.small.capHeight + 3
      clearance = hasNegative ? room : 0
      plot = Rect(
        x: area.x + max(beside, names.overhang), y: area.y + room + 3, width: width,
        height: max(12, area.height - room - 3 - clearance - names.room))
      values = FittedAxis(axis, over: demand.values, about: max(2, Int(plot.height / 20)))
    }
    base = min(max(0, values.scale.lower), values.scale.upper)
  }

  private static func labels(of chart: BarChart) -> [String] {
    guard chart.showsValues else { return [] }
    if chart.arrangement == .stacked {
      return chart.categories.indices.map { category in
        let stack = chart.stack(category)
        return chart.label(stack.positive + stack.negative)
      }
    }
    return chart.series.flatMap { $0.bars }.map { chart.label($0.value) }
  }

  private static func thickness(_ slot: Double, _ lanes: Int) -> Double {
    min(slot * 0.78 / Double(lanes), 26)
  }

  /// The lane of bar `index` among `count` in a category's slot.
  func lane(_ index: Int, of count: Int, in category: Int) -> Lane {
    let width = Self.thickness(slot, count)
    let origin = isLying ? plot.minY : plot.minX
    let start = origin + (Double(category) + 0.5) * slot - width * Double(count) / 2
    return (start + Double(index) * width, max(0.2, width - min(0.8, width * 0.15)))
  }

  /// The bar between two values.
  func rect(from start: Double, to end: Double, lane: Lane) -> Rect {
    let (a, b) = (position(start), position(end))
    let (low, length) = (min(a, b), abs(b - a))
    return isLying
      ? Rect(x: low, y: lane.start, width: length, height: lane.width)
      : Rect(x: lane.start, y: low, width: lane.width, height: length)
  }

  func drawWhisker(from low: Double, to high: Double, lane: Lane, on canvas: inout some Canvas) {
    let middle = lane.start + lane.width / 2
    let cap = min(2, lane.width * 0.3)
    let (a, b) = (position(low), position(high))
    for (from, to) in [
      ((a, middle), (b, middle)), ((a, middle - cap), (a, middle + cap)),
      ((b, middle - cap), (b, middle + cap)),
    ] {
      canvas.stroke(
        .polyline([point(from.0, from.1), point(to.0, to.1)]), Stroke(.ink, width: 0.6))
    }
  }

  /// Writes a value beyond the end of its bar; nothing where bars are thinner than the digits.
  func drawLabel(
    _ text: String, beyond end: Double, isNegative: Bool, lane: Lane, on canvas: inout some Canvas
  ) {
    let style = Typography.small
    guard lane.width + 1 >= style.capHeight else { return }
    let middle = lane.start + lane.width / 2
    let gap = isNegative ? -2.5 : 2.5
    if isLying {
      // Grid lines must not strike the digits through.
      let width = canvas.width(of: text, style: style)
      let left = position(end) + gap - (isNegative ? width : 0)
      let behind = Rect(
        x: left, y: middle - style.capHeight / 2, width: width, height: style.capHeight)
      canvas.fill(.rect(behind.grown(by: 0.6)), .paper)
      canvas.label(
        text, at: Point(position(end) + gap, middle), style: style, ink: .soft,
        alignment: isNegative ? .trailing : .leading)
    } else if turnsLabels {
      canvas.text(
        text, at: Point(middle + style.capHeight / 2, position(end) - gap), style: style,
        ink: .soft, alignment: isNegative ? .trailing : .leading, rotation: -90)
    } else {
      let y = position(end) - gap + (isNegative ? style.capHeight : 0)
      canvas.text(
        text, at: Point(middle, y), style: style, ink: .soft, alignment: .center, rotation: 0)
    }
  }

  func drawAxes(of chart: BarChart, on canvas: inout some Canvas) {
    for tick in values.ticks {
      let at = position(tick.value)
      let (from, to) =
        isLying
        ? (Point(at, plot.minY), Point(at, plot.maxY))
        : (Point(plot.minX, at), Point(plot.maxX, at))
      canvas.stroke(.polyline([from, to]), Stroke(.line, width: 0.5))
    }
    for category in chart.setApart.sorted() where chart.categories.indices.contains(category) {
      let at = (isLying ? plot.minY : plot.minX) + Double(category) * slot
      let (from, to) =
        isLying
        ? (Point(plot.minX - clearance - names.room, at), Point(plot.maxX, at))
        : (Point(at, plot.minY), Point(at, plot.maxY))
      canvas.stroke(.polyline([from, to]), Stroke(.soft, width: 0.5))
    }
    if isLying {
      AxisDrawing.bottom(values, along: plot, title: title, on: &canvas)
    } else {
      AxisDrawing.left(values, along: plot, title: title, on: &canvas)
    }
    let zero = position(base)
    canvas.stroke(
      .polyline(
        isLying
          ? [Point(zero, plot.minY), Point(zero, plot.maxY)]
          : [Point(plot.minX, zero), Point(plot.maxX, zero)]),
      Stroke(.soft, width: 0.75))
    let outer =
      isLying ? plot.inset(left: -clearance) : plot.inset(bottom: -clearance)
    names.draw(along: outer, slot: slot, on: &canvas)
  }

  /// Along the value axis, held within the plot.
  private func position(_ value: Double) -> Double {
    let fraction = min(max(values.scale.fraction(of: value) ?? 0, 0), 1)
    return isLying ? plot.minX + fraction * plot.width : plot.maxY - fraction * plot.height
  }

  private func point(_ along: Double, _ across: Double) -> Point {
    isLying ? Point(along, across) : Point(across, along)
  }
}
