/// Grouped or stacked bars over named categories, upright or lying, with interval whiskers and
/// values. Bars start at zero, so that signed values diverge from it.
public struct BarChart: Figure {
  public struct Bar: Sendable, Hashable {
    public var value: Double
    /// Ends of the interval about `value`; both or neither. Stacked bars show none.
    public var low: Double?
    public var high: Double?

    public init(_ value: Double, low: Double? = nil, high: Double? = nil) {
      (self.value, self.low, self.high) = (value, low, high)
    }
  }

  public struct Series: Sendable, Hashable {
    public var name: String
    /// One per category; NaN, or a bar too few, shows as missing.
    public var bars: [Bar]

    public init(_ name: String, _ bars: [Bar]) { (self.name, self.bars) = (name, bars) }
    public init(_ name: String, values: [Double]) { self.init(name, values.map { Bar($0) }) }
  }

  public enum Orientation: Sendable, Hashable {
    case upright
    /// Categories below each other: for many, or for long names.
    case lying
  }

  public enum Arrangement: Sendable, Hashable {
    case grouped
    /// Positive values away from zero on one side, negative ones on the other; the value shown is
    /// their sum.
    case stacked
  }

  public var categories: [String]
  public var series: [Series]
  public var axis: Axis
  public var orientation: Orientation
  public var arrangement: Arrangement
  /// Writes values at the bars' ends, in the axis' style; left out where bars are too thin for them.
  public var showsValues: Bool
  /// Categories set apart from those before by a rule, such as a mean.
  public var setApart: Set<Int>

  public init(
    categories: [String], series: [Series], axis: Axis, orientation: Orientation = .upright,
    arrangement: Arrangement = .grouped, showsValues: Bool = true, setApart: Set<Int> = []
  ) {
    self.categories = categories
    self.series = series
    self.axis = axis
    self.orientation = orientation
    self.arrangement = arrangement
    self.showsValues = showsValues
    self.setApart = setApart
  }

  public func height(forWidth width: Double) -> Double {
    let canvas = EstimatingCanvas(size: Size(width, .infinity))
    let top = layoutLegend(width: width, on: canvas).height
    switch orientation {
    case .upright: return (min(max(width * 0.55, 120), 200) + top).rounded(.up)
    case .lying:
      let bars = arrangement == .stacked ? 1 : max(1, series.count)
      let slot = Double(bars) * (showsValues ? 6.6 : 5) + 4.5
      let title = canvas.wrap(axis.caption, style: Typography.body, width: width * 0.5)
      return (top + Double(max(1, categories.count)) * max(slot, 10)
        + PlotFrame.roomBelow(title) + 4).rounded(.up)
    }
  }

  public func draw(on canvas: inout some Canvas) {
    let (legend, top) = layoutLegend(width: canvas.size.width, on: canvas)
    legend.draw(in: canvas.size.bounds, on: &canvas)
    let frame = BarFrame(self, in: canvas.size.bounds.inset(top: top), on: canvas)
    frame.drawAxes(of: self, on: &canvas)
    for category in categories.indices {
      switch arrangement {
      case .grouped: drawGroup(category, in: frame, on: &canvas)
      case .stacked: drawStack(category, in: frame, on: &canvas)
      }
    }
  }

  private func layoutLegend(
    width: Double, on canvas: some Canvas
  ) -> (legend: Legend, height: Double) {
    let entries =
      series.count < 2
      ? [] : series.indices.map { Legend.Entry(sample: sample($0), name: series[$0].name) }
    let legend = Legend(entries: entries)
    let height = legend.height(width: width, on: canvas)
    return (legend, height > 0 ? height + 5 : 0)
  }

  private func sample(_ index: Int) -> Legend.Sample {
    .bar(SeriesLook(index), SeriesLook.texture(index, of: series.count))
  }
}

extension BarChart {
  /// The bar of a series and category; nil where there is none or its value is not finite.
  func bar(_ series: Int, _ category: Int) -> Bar? {
    let bars = self.series[series].bars
    guard bars.indices.contains(category), bars[category].value.isFinite else { return nil }
    return bars[category]
  }

  /// Sums of the positive and of the negative values of a category.
  func stack(_ category: Int) -> (positive: Double, negative: Double) {
    series.indices.compactMap { bar($0, category)?.value }.reduce(into: (0, 0)) {
      if $1 > 0 { $0.positive += $1 } else { $0.negative += $1 }
    }
  }

  /// Everything the value axis has to show.
  var shownValues: [Double] {
    if arrangement == .stacked {
      return categories.indices.map(stack).flatMap { [$0.positive, $0.negative] }
    }
    return series.flatMap { $0.bars.prefix(categories.count) }
      .flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } }
  }

  /// What stands at the end of a bar or stack.
  func label(_ value: Double) -> String { axis.style.text(value) }
}
