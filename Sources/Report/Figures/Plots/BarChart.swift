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
    let canvas = EstimatingCanvas(size: Size(width, 1000))
    let frame = layout(on: canvas).frame
    let around = 1000 - frame.plot.height
    switch orientation {
    case .upright: return (around + min(max(width * 0.42, 90), 150)).rounded(.up)
    case .lying:
      let bars = arrangement == .stacked ? 1 : max(1, series.count)
      let slot = max(Double(bars) * (showsValues ? 6.6 : 5) + 4.5, 12.5, frame.names.tallest + 4)
      return (around + Double(max(1, categories.count)) * slot).rounded(.up)
    }
  }

  public func draw(on canvas: inout some Canvas) {
    let (legend, frame) = layout(on: canvas)
    legend.draw(in: canvas.size.drawable, on: &canvas)
    frame.drawAxes(of: self, on: &canvas)
    for category in categories.indices {
      switch arrangement {
      case .grouped: drawGroup(category, in: frame, on: &canvas)
      case .stacked: drawStack(category, in: frame, on: &canvas)
      }
    }
  }

  private func layout(on canvas: some Canvas) -> (legend: Legend, frame: BarFrame) {
    let entries = series.indices.map {
      let (look, texture) = SeriesLook.bar($0, of: series.count)
      return Legend.Entry(sample: .bar(look, texture), name: series[$0].name)
    }
    let legend = Legend(entries: series.count > 1 ? entries : [])
    let area = canvas.size.drawable
    let top = legend.roomAbove(width: area.width, on: canvas)
    return (legend, BarFrame(self, in: area.inset(top: top), on: canvas))
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
