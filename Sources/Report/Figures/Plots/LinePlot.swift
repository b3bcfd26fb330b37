/// Lines over a numeric axis, with interval bands, an optional second vertical axis, reference lines
/// and called-out points.
public struct LinePlot: Figure {
  public struct Datum: Sendable, Hashable {
    public var x: Double
    public var y: Double
    /// Ends of the interval about `y`; both or neither.
    public var low: Double?
    public var high: Double?

    public init(_ x: Double, _ y: Double, low: Double? = nil, high: Double? = nil) {
      (self.x, self.y, self.low, self.high) = (x, y, low, high)
    }
  }

  public struct Series: Sendable, Hashable {
    public var name: String
    /// Joined in this order; a value that the axes cannot show (NaN, say) leaves a gap.
    public var points: [Datum]
    public var isOnRightAxis: Bool

    public init(_ name: String, _ points: [Datum], onRightAxis: Bool = false) {
      (self.name, self.points, self.isOnRightAxis) = (name, points, onRightAxis)
    }
  }

  /// A straight line across the plot, named in the legend.
  public struct Reference: Sendable, Hashable {
    public enum Line: Sendable, Hashable {
      case x(Double)
      case y(Double)
    }

    public var line: Line
    public var name: String

    public init(_ line: Line, name: String) { (self.line, self.name) = (line, name) }
  }

  /// Words beside one point, which is drawn larger.
  public struct CallOut: Sendable, Hashable {
    public var series: Int
    public var point: Int
    public var text: String

    public init(_ text: String, series: Int = 0, point: Int) {
      (self.text, self.series, self.point) = (text, series, point)
    }
  }

  public enum Naming: Sendable, Hashable {
    /// Above the plot.
    case legend
    /// Beside the last point of each line; falls back to the legend where there is a right axis or
    /// no room.
    case ends
  }

  public var x: Axis
  public var y: Axis
  /// Needed where a series is on the right axis, unused otherwise.
  public var right: Axis?
  public var series: [Series]
  public var references: [Reference]
  public var callOuts: [CallOut]
  public var naming: Naming

  /// Call-outs that name no existing point are left out.
  public init(
    x: Axis, y: Axis, right: Axis? = nil, series: [Series], references: [Reference] = [],
    callOuts: [CallOut] = [], naming: Naming = .legend
  ) {
    self.x = x
    self.y = y
    self.right = right
    self.series = series
    self.references = references
    self.callOuts = callOuts
    self.naming = naming
  }

  public func height(forWidth width: Double) -> Double {
    let canvas = EstimatingCanvas(size: Size(width, .infinity))
    let room = makeLegend(on: canvas).roomAbove(width: canvas.size.drawable.width, on: canvas)
    return (room + min(max(width * 0.58, 120), 210)).rounded(.up)
  }

  public func draw(on canvas: inout some Canvas) {
    let area = canvas.size.drawable
    let legend = makeLegend(on: canvas)
    let ends = namesAtEnds(width: area.width, on: canvas)
    let frame = PlotFrame(
      in: area.inset(top: legend.roomAbove(width: area.width, on: canvas)), x: xDemand,
      y: demand(onRight: false), right: rightDemand, margin: ends.map { $0.width + 8 } ?? 0,
      on: canvas)
    legend.draw(in: area, on: &canvas)
    frame.drawGrid(on: &canvas)
    frame.drawAxes(on: &canvas)
    drawData(in: frame, on: &canvas)
    if let ends { drawNames(ends.lines, in: frame, on: &canvas) }
  }
}

extension LinePlot {
  private var usesRight: Bool { right != nil && series.contains(where: \.isOnRightAxis) }

  func isOnRight(_ series: Series) -> Bool { usesRight && series.isOnRightAxis }

  private var xDemand: PlotFrame.Demand {
    let marked = references.compactMap { if case .x(let value) = $0.line { value } else { nil } }
    return PlotFrame.Demand(axis: x, values: series.flatMap { $0.points.map(\.x) } + marked)
  }

  private var rightDemand: PlotFrame.Demand? { usesRight ? demand(onRight: true) : nil }

  private func demand(onRight side: Bool) -> PlotFrame.Demand {
    let shown = series.indices.filter { isOnRight(series[$0]) == side }
    var values = shown.flatMap { series[$0].points }
      .flatMap { [$0.y, $0.low, $0.high].compactMap { $0 } }
    if !side {
      values += references.compactMap { if case .y(let value) = $0.line { value } else { nil } }
    }
    let axis = side ? right ?? y : y
    let look = usesRight && shown.count == 1 ? SeriesLook(shown[0]) : nil
    return PlotFrame.Demand(axis: axis, values: values, look: look)
  }

  private func makeLegend(on canvas: some Canvas) -> Legend {
    var entries: [Legend.Entry] = []
    let hasEnds = namesAtEnds(width: canvas.size.drawable.width, on: canvas) != nil
    if series.count > 1, !hasEnds {
      entries = series.indices.map {
        let side = isOnRight(series[$0]) ? " (right axis)" : ""
        return Legend.Entry(sample: .line(SeriesLook($0)), name: series[$0].name + side)
      }
    }
    entries += references.indices.map {
      Legend.Entry(sample: .rule(Self.stroke(ofReference: $0)), name: references[$0].name)
    }
    return Legend(entries: entries)
  }

  static func stroke(ofReference index: Int) -> Stroke {
    let dashes: [[Double]] = [[3, 2], [1, 1.5], [6, 2, 1, 2]]
    return Stroke(.ink, width: 0.8, dash: dashes[index % dashes.count])
  }

  /// Names to stand at the lines' ends and the room they take; nil where a legend names them.
  private func namesAtEnds(
    width: Double, on canvas: some Canvas
  ) -> (lines: [[String]], width: Double)? {
    guard naming == .ends, series.count > 1, !usesRight else { return nil }
    let lines = series.map {
      canvas.wrap($0.name, style: Typography.label, width: width * 0.28)
    }
    let height = lines.reduce(0) { $0 + Double($1.count) * Typography.label.lineHeight }
    guard height < 90 else { return nil }
    return (lines, canvas.widest(lines.joined(), style: Typography.label))
  }
}
