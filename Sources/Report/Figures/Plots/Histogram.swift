/// How often values fall into equal bins, for one series or for several over each other: the last
/// one filled, earlier ones outlined above it.
public struct Histogram: Figure {
  public struct Series: Sendable, Hashable {
    public var name: String
    /// Those that are not finite are left out.
    public var values: [Double]

    public init(_ name: String, _ values: [Double]) { (self.name, self.values) = (name, values) }
  }

  public enum Bins: Sendable, Hashable {
    /// As wide as the Freedman-Diaconis rule says, rounded to a nice step, between 5 and 40 bins.
    case automatic
    /// About this many, of a nice width.
    case about(Int)
  }

  public var x: Axis
  /// Title of the counts.
  public var counted: String
  public var series: [Series]
  public var bins: Bins
  /// Draws a line at each series' mean.
  public var showsMeans: Bool
  /// Draws a tick at each value under the plot, for small sets.
  public var showsRug: Bool

  /// The x axis is shown linear, from bin edge to bin edge.
  public init(
    x: Axis, counted: String, series: [Series], bins: Bins = .automatic, showsMeans: Bool = true,
    showsRug: Bool = false
  ) {
    self.x = x
    self.counted = counted
    self.series = series
    self.bins = bins
    self.showsMeans = showsMeans
    self.showsRug = showsRug
  }

  public func height(forWidth width: Double) -> Double {
    let canvas = EstimatingCanvas(size: Size(width, .infinity))
    let room = makeLegend().roomAbove(width: canvas.size.drawable.width, on: canvas)
    return (room + min(max(width * 0.55, 115), 190)).rounded(.up)
  }

  public func draw(on canvas: inout some Canvas) {
    let area = canvas.size.drawable
    let legend = makeLegend()
    let edges = Binning.edges(series.map(\.values), bins)
    let counts = series.map { Binning.counts($0.values, edges: edges) }
    var across = x
    (across.kind, across.extent) = (.linear, .data)
    let frame = PlotFrame(
      in: area.inset(top: legend.roomAbove(width: area.width, on: canvas)),
      x: .init(axis: across, values: edges),
      y: .init(
        axis: Axis(counted, style: .count, including: [0]),
        values: counts.joined().map { Double($0) } + [1]),
      on: canvas)
    legend.draw(in: area, on: &canvas)
    frame.drawGrid(on: &canvas)
    // Filled first, so that outlines stay visible.
    for index in series.indices.reversed() {
      drawBins(counts[index], of: index, edges: edges, in: frame, on: &canvas)
    }
    if showsRug { drawRug(in: frame, on: &canvas) }
    frame.drawAxes(on: &canvas)
    if showsMeans { drawMeans(in: frame, on: &canvas) }
  }
}

extension Histogram {
  private func look(_ index: Int) -> SeriesLook { SeriesLook(series.count - 1 - index) }

  private func makeLegend() -> Legend {
    var entries: [Legend.Entry] = []
    for index in series.indices {
      let look = look(index)
      if series.count > 1 {
        let isFilled = index == series.count - 1
        entries.append(
          .init(
            sample: isFilled ? .bar(look, .tint) : .line(look, hasMarker: false),
            name: series[index].name))
      }
    }
    if showsMeans, series.contains(where: { Binning.mean($0.values) != nil }) {
      let name = series.count > 1 ? "means" : "mean"
      entries.append(.init(sample: .rule(Self.meanStroke(.ink)), name: name))
    }
    return Legend(entries: entries)
  }

  private static func meanStroke(_ ink: Ink) -> Stroke { Stroke(ink, width: 0.9, dash: [2, 1.6]) }

  private func drawBins(
    _ counts: [Int], of index: Int, edges: [Double], in frame: PlotFrame,
    on canvas: inout some Canvas
  ) {
    let look = look(index)
    let isFilled = index == series.count - 1
    var steps: [Point] = []
    for (bin, count) in counts.enumerated() {
      guard let low = frame.point(edges[bin], 0),
        let high = frame.point(edges[bin + 1], Double(count))
      else { continue }
      if isFilled {
        let bar = Rect(x: low.x, y: high.y, width: high.x - low.x, height: low.y - high.y)
        canvas.bar(bar, ink: look.color, texture: .tint)
      }
      if steps.isEmpty { steps.append(low) }
      steps += [Point(low.x, high.y), high]
    }
    guard !isFilled, let last = steps.last else { return }
    steps.append(Point(last.x, frame.plot.maxY))
    canvas.stroke(.polyline(steps), Stroke(look.ink, width: 1.25, dash: look.dash))
  }

  private func drawRug(in frame: PlotFrame, on canvas: inout some Canvas) {
    for index in series.indices {
      let top = frame.plot.maxY - 3 * Double(index + 1)
      for value in series[index].values {
        guard let point = frame.point(value, 0) else { continue }
        canvas.stroke(
          .polyline([Point(point.x, top), Point(point.x, top + 2.5)]),
          Stroke(look(index).ink, width: 0.4))
      }
    }
  }

  /// Each at the plot's whole height, with its series' marker on top.
  private func drawMeans(in frame: PlotFrame, on canvas: inout some Canvas) {
    for index in series.indices {
      guard let mean = Binning.mean(series[index].values), let foot = frame.point(mean, 0)
      else { continue }
      let top = Point(foot.x, frame.plot.minY)
      canvas.stroke(
        .polyline([foot, top]), Self.meanStroke(series.count > 1 ? look(index).ink : .ink))
      if series.count > 1 { canvas.mark(look(index).marker, at: top, ink: look(index).ink) }
    }
  }
}
