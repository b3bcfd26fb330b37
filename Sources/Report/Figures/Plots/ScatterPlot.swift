/// Paired values, one point each: for before against after, with the diagonal and the counts of
/// better and worse, or for any two quantities.
public struct ScatterPlot: Figure {
  public struct Pair: Sendable, Hashable {
    public var x: Double
    public var y: Double
    /// Written beside the point where it is not empty.
    public var name: String

    public init(_ x: Double, _ y: Double, name: String = "") {
      (self.x, self.y, self.name) = (x, y, name)
    }
  }

  public enum Comparison: Sendable, Hashable {
    /// Two quantities without an order.
    case none
    /// x before, y after, on equal axes with their diagonal; differences up to `tolerance` count as
    /// none. The words name the three groups.
    case beforeAfter(tolerance: Double, better: String, worse: String, equal: String)

    public static let improvement = Comparison.beforeAfter(
      tolerance: 0, better: "better", worse: "worse", equal: "equal")
  }

  public var x: Axis
  public var y: Axis
  public var pairs: [Pair]
  public var comparison: Comparison

  public init(x: Axis, y: Axis, pairs: [Pair], comparison: Comparison = .none) {
    (self.x, self.y, self.pairs, self.comparison) = (x, y, pairs, comparison)
  }

  public func height(forWidth width: Double) -> Double {
    let canvas = EstimatingCanvas(size: Size(width, .infinity))
    let room = makeLegend().roomAbove(width: canvas.size.drawable.width, on: canvas)
    let plot = comparison == .none ? min(width * 0.62, 220) : min(width * 0.92, 260)
    return (room + plot).rounded(.up)
  }

  public func draw(on canvas: inout some Canvas) {
    let area = canvas.size.drawable
    let legend = makeLegend()
    let (xs, ys) = (pairs.map(\.x), pairs.map(\.y))
    let isSquare = comparison != .none
    let frame = PlotFrame(
      in: area.inset(top: legend.roomAbove(width: area.width, on: canvas)),
      x: .init(axis: x, values: isSquare ? xs + ys : xs),
      y: .init(axis: y, values: isSquare ? xs + ys : ys), square: isSquare, on: canvas)
    legend.draw(in: area, on: &canvas)
    frame.drawGrid(on: &canvas)
    if isSquare { drawDiagonal(in: frame, on: &canvas) }
    drawPoints(in: frame, on: &canvas)
    frame.drawAxes(on: &canvas)
  }
}

extension ScatterPlot {
  private enum Group: Int, CaseIterable { case better, worse, equal }

  /// nil for pairs that are not finite.
  private func group(_ pair: Pair) -> Group? {
    guard pair.x.isFinite, pair.y.isFinite else { return nil }
    guard case .beforeAfter(let tolerance, _, _, _) = comparison else { return .better }
    let change = pair.y - pair.x
    return abs(change) <= tolerance ? .equal : change > 0 ? .better : .worse
  }

  private static func look(_ group: Group) -> (marker: Marker, ink: Ink) {
    switch group {
    case .better: (.circle, SeriesLook(0).ink)
    case .worse: (.inverted, SeriesLook(1).ink)
    case .equal: (.square, .soft)
    }
  }

  private func makeLegend() -> Legend {
    guard case .beforeAfter(_, let better, let worse, let equal) = comparison else {
      return Legend(entries: [])
    }
    let groups = pairs.compactMap(group)
    let entries = zip(Group.allCases, [better, worse, equal]).map { group, name in
      let (marker, ink) = Self.look(group)
      let count = groups.count { $0 == group }
      return Legend.Entry(sample: .marker(marker, ink), name: "\(count) \(name)")
    }
    return Legend(entries: entries)
  }

  private func drawDiagonal(in frame: PlotFrame, on canvas: inout some Canvas) {
    let low = max(frame.x.scale.lower, frame.y.scale.lower)
    let high = min(frame.x.scale.upper, frame.y.scale.upper)
    let ends = [low, high].compactMap { frame.point($0, $0) }
    canvas.stroke(.polyline(ends), Stroke(.soft, width: 0.6, dash: [3, 2]))
  }

  private func drawPoints(in frame: PlotFrame, on canvas: inout some Canvas) {
    let radius = pairs.count > 400 ? 1.1 : pairs.count > 100 ? 1.5 : 1.9
    var obstacles: [[Point]] = []
    var named: [(pair: Pair, at: Point)] = []
    for pair in pairs {
      guard let group = group(pair), let at = frame.point(pair.x, pair.y),
        frame.plot.grown(by: 0.01).contains(at)
      else { continue }
      let (marker, ink) = Self.look(group)
      canvas.mark(marker, at: at, ink: ink, radius: radius)
      obstacles.append([at])
      if !pair.name.isEmpty { named.append((pair, at)) }
    }
    for (pair, at) in named {
      let place = CallOutPlacement(
        pair.name, at: at, within: frame.plot, avoiding: obstacles, style: Typography.tick,
        on: canvas)
      place.draw(on: &canvas)
      obstacles.append(place.box.outline)
    }
  }
}
