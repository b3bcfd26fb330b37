import Report
import Testing

@Suite("Plots")
struct PlotTests {
  private func drawn(_ figure: any Figure, width: Double = 234) -> RecordingCanvas {
    FigureSample(name: "", figure: figure, width: width).drawn()
  }

  private func strokes(_ canvas: RecordingCanvas) -> [(path: Path, stroke: Stroke)] {
    canvas.flattened.compactMap {
      if case .stroke(let path, let stroke) = $0 { (path, stroke) } else { nil }
    }
  }

  private func corners(_ canvas: RecordingCanvas, _ text: String) -> Rect? {
    FigureMarks(canvas).texts.first { $0.text == text }.map { FigureMarks.bounds($0.corners) }
  }

  /// The rectangle that grid lines span.
  private func plotArea(_ canvas: RecordingCanvas) -> Rect {
    FigureMarks.bounds(
      strokes(canvas).filter { $0.stroke == Stroke(.line, width: 0.5) }
        .flatMap { FigureMarks.points($0.path) })
  }

  @Test("the checks of layout see a collision and tell neighbours from it")
  func checksCanFail() {
    var canvas = RecordingCanvas(size: Size(100, 100))
    for (x, rotation) in [(10.0, 0.0), (20, 0), (90, -90)] {
      canvas.text(
        "word", at: Point(x, 50), style: TextStyle(), ink: .ink, alignment: .leading,
        rotation: rotation)
    }
    let texts = FigureMarks(canvas).texts
    #expect(FigureMarks.overlap(texts[0], texts[1]))
    #expect(!FigureMarks.overlap(texts[0], texts[2]))
    #expect(FigureMarks.bounds(texts[2].corners).minY < 35)
  }

  @Test("eight series differ in colour, in dash and in marker")
  func seriesDiffer() {
    let lines = strokes(drawn(FigureSample.eightLines)).filter {
      if case .series(_, opacity: 1) = $0.stroke.ink { $0.stroke.width == 1.25 } else { false }
    }
    #expect(Set(lines.map(\.stroke.dash)).count == 8)
    #expect(Set(lines.map(\.stroke.ink)).count == 8)
    let shapes = drawn(FigureSample.eightLines).flattened.compactMap { command -> Path? in
      guard case .fill(let path, .series(_, opacity: 1)) = command else { return nil }
      // A shape without its place: its corners seen from its first.
      let points = FigureMarks.points(path)
      return .polyline(
        points.map {
          Point((($0.x - points[0].x) * 11).rounded(), (($0.y - points[0].y) * 11).rounded())
        })
    }
    #expect(Set(shapes).count == 8)
  }

  @Test("the legend stands above the plot and lists every series", arguments: [234.0, 495])
  func legendIsOutside(_ width: Double) throws {
    let canvas = drawn(FigureSample.lines(5, naming: .legend), width: width)
    let plot = plotArea(canvas)
    for name in FigureSample.names.prefix(5) {
      let box = try #require(corners(canvas, name))
      #expect(box.maxY < plot.minY)
    }
  }

  @Test("names at the ends stand right of the plot")
  func endsAreOutside() throws {
    let canvas = drawn(FigureSample.lines(4, naming: .ends), width: 495)
    for name in FigureSample.names.prefix(4) {
      let box = try #require(corners(canvas, name))
      #expect(box.minX > plotArea(canvas).maxX)
    }
  }

  @Test("a call-out stands in the plot, and one of no point is left out")
  func callOuts() throws {
    let canvas = drawn(FigureSample.twoAxes)
    let box = try #require(corners(canvas, "SAM's default"))
    let plot = plotArea(canvas)
    #expect(box.minX >= plot.minX && box.maxX <= plot.maxX)
    #expect(box.minY >= plot.minY && box.maxY <= plot.maxY)
    #expect(!canvas.texts.contains("nowhere"))
  }

  @Test("a value that cannot be shown leaves a gap in its line")
  func gaps() {
    let figure = FigureSample.lines([
      .init(0, 1), .init(1, 2), .init(2, .nan), .init(3, 2), .init(4, 1),
    ])
    let lines = strokes(drawn(figure)).filter { $0.stroke.width == 1.25 }
    #expect(lines.map { $0.path.elements.count } == [2, 2])
  }

  @Test("signed bars start at zero and go both ways")
  func signedBars() throws {
    let canvas = drawn(
      BarChart(
        categories: ["a", "b"], series: [.init("s", values: [0.1, -0.05])],
        axis: .points("change"), orientation: .lying))
    let bars = canvas.flattened.compactMap { command -> Rect? in
      guard case .fill(let path, .series) = command else { return nil }
      return FigureMarks.bounds(FigureMarks.points(path))
    }
    try #require(bars.count == 2)
    #expect(abs(bars[0].minX - bars[1].maxX) < 1e-9)
    #expect(abs(bars[0].width - 2 * bars[1].width) < 1e-9)
    #expect(canvas.texts.contains("+10.0") && canvas.texts.contains("\u{2212}5.0"))
  }

  @Test("stacked bars show their sum")
  func stackedBars() {
    #expect(drawn(FigureSample.stackedBars).texts.contains("45"))
  }

  @Test("each part of a stack begins where the one before ends, as wide as its value")
  func stackedParts() throws {
    let chart = BarChart(
      categories: ["a"],
      series: [.init("one", values: [10]), .init("none", values: [0]), .init("two", values: [30])],
      axis: Axis("y"), orientation: .lying, arrangement: .stacked, showsValues: false)
    let canvas = drawn(chart)
    // Below the legend; a textured part is filled with paper before its lines are drawn.
    let parts = canvas.flattened.compactMap { command -> Rect? in
      switch command {
      case .fill(let path, .paper), .fill(let path, .series):
        FigureMarks.bounds(FigureMarks.points(path))
      default: nil
      }
    }.filter { $0.width > 12 }
    try #require(parts.count >= 2)
    let (first, last) = (parts[0], parts[parts.count - 1])
    #expect(abs(first.maxX - last.minX) < 1e-9)
    #expect(abs(3 * first.width - last.width) < 1e-9)
  }

  @Test("a missing bar is written as a dash")
  func missingBar() {
    let chart = BarChart(
      categories: ["a", "b"], series: [.init("s", values: [1, .nan])], axis: Axis("y"))
    #expect(drawn(chart).texts.filter { $0 == "—" }.count == 1)
  }

  @Test("before and after share bounds, and the legend counts better, worse and equal")
  func scatter() {
    let plot = ScatterPlot(
      x: .percent("before"), y: .percent("after"),
      pairs: [.init(0.2, 0.4), .init(0.3, 0.9), .init(0.5, 0.4), .init(0.6, 0.6), .init(.nan, 1)],
      comparison: .improvement)
    let canvas = drawn(plot)
    for text in ["2 better", "1 worse", "1 equal"] { #expect(canvas.texts.contains(text)) }
    let diagonal = strokes(canvas).filter { $0.stroke.dash == [3, 2] }.map {
      FigureMarks.bounds(FigureMarks.points($0.path))
    }
    #expect(diagonal.count == 1 && abs(diagonal[0].width - diagonal[0].height) < 1e-9)
  }

  @Test("every value falls into one bin, those on edges into the upper one")
  func binning() {
    let values = [0, 0.1, 0.1, 0.2, 0.3, 0.35, 1, .nan, .infinity]
    let edges = Binning.edges([values], .about(10))
    #expect(edges.count == 11)
    #expect(Binning.counts(values, edges: edges) == [1, 2, 1, 2, 0, 0, 0, 0, 0, 1])
    #expect(Binning.edges([[]], .automatic).count > 1)
  }

  @Test("the plateau of a heat map holds the cells within the tolerance, the tolerance included")
  func plateau() {
    let map = HeatMap(
      rows: .init("", labels: ["1"]), columns: .init("", labels: ["1", "2", "3", "4"]),
      values: [[0.6, 0.65, .nan, 0.55]], axis: Axis("v"),
      plateau: .init(within: 0.05, name: "plateau"))
    #expect((0..<5).map { map.isOnPlateau(0, $0) } == [true, true, false, false, false])
  }

  @Test("a heat map outlines the cells it is told to, whatever their values")
  func chosenPlateau() {
    let map = HeatMap(
      rows: .init("", labels: ["1", "2"]), columns: .init("", labels: ["1", "2"]),
      values: [[0.6, 0.65], [.nan, 0.55]], axis: Axis("v"),
      plateau: .init(cells: [[false, true], [true]], name: "chosen"))
    let outlined = (0..<3).map { row in (0..<3).map { map.isOnPlateau(row, $0) } }
    #expect(outlined == [[false, true, false], [true, false, false], [false, false, false]])
  }

  @Test("heat maps side by side give equal values equal colours and share one bar and one legend")
  func sharedScale() {
    func map(_ values: [Double]) -> HeatMap {
      HeatMap(
        rows: .init("r", labels: ["1"]), columns: .init("c", labels: ["1", "2"]),
        values: [values], axis: .percent("mIoU"), marks: [.init(row: 0, column: 0, name: "own")])
    }
    let canvas = drawn(
      HeatMapPanels(panels: [.init("a", map([0, 0.5])), .init("b", map([0.5, 1]))]))
    // A legend's sample, then the cells of both maps, then the bar's strips.
    let fills = canvas.flattened.compactMap { command in
      if case .fill(_, let ink) = command { ink } else { nil }
    }
    let ends = [0.0, 0.5, 0.5, 1].map { Ink.color(ColorMap.viridis.color($0)) }
    #expect(Array(fills.dropFirst().prefix(4)) == ends)
    #expect(fills.count == 1 + 4 + 64)
    let texts = FigureMarks(canvas).texts.map(\.text)
    #expect(texts.count { $0 == "own" } == 1 && texts.count { $0 == "mIoU, %" } == 1)
    #expect(texts.contains("a") && texts.contains("b"))
  }

  @Test("values below a heat map's fixed extent take the lowest colour and point its bar's end")
  func cutScale() {
    func map(_ extent: Axis.Extent) -> HeatMap {
      HeatMap(
        rows: .init("", labels: ["1"]), columns: .init("", labels: ["1", "2", "3"]),
        values: [[0.1, 0.6, 0.7]], axis: Axis("v", extent: extent))
    }
    func fills(_ map: HeatMap) -> [(corners: Int, ink: Ink)] {
      drawn(map).flattened.compactMap { command in
        guard case .fill(let path, let ink) = command else { return nil }
        return (FigureMarks.points(path).count, ink)
      }
    }
    let lowest = Ink.color(ColorMap.viridis.color(0))
    let cut = fills(map(.fixed(lower: 0.6, upper: 0.7)))
    #expect(cut.prefix(2).map(\.ink) == [lowest, lowest])
    #expect(cut.count { $0.corners == 3 } == 1)
    #expect(fills(map(.data)).count { $0.corners == 3 } == 0)
  }

  @Test("values in cells are black on light and white on dark")
  func contrast() {
    #expect(ColorMap.viridis.color(0).contrasting == RGBA(1, 1, 1))
    #expect(ColorMap.viridis.color(1).contrasting == RGBA(0, 0, 0))
  }

  /// matplotlib 3.10: `[matplotlib.colormaps[name].colors[i] for i in (0, 51, 128, 200, 255)]`, in 8
  /// bits.
  @Test("colour maps agree with matplotlib's tables within 4 of 255")
  func colorMaps() {
    let golden: [ColorMap: [(Double, Double, Double)]] = [
      .viridis: [(68, 1, 84), (65, 68, 135), (33, 145, 140), (112, 207, 87), (253, 231, 37)],
      .cividis: [(0, 34, 78), (53, 69, 108), (125, 124, 120), (196, 180, 104), (254, 232, 56)],
    ]
    for (map, colors) in golden {
      for (entry, expected) in zip([0.0, 51, 128, 200, 255], colors) {
        let color = map.color(entry / 255)
        let worst = max(
          abs(color.red * 255 - expected.0), abs(color.green * 255 - expected.1),
          abs(color.blue * 255 - expected.2))
        #expect(worst <= 4, "\(map) at \(entry)")
      }
    }
  }

  @Test(
    "arrows of a pipeline run clear of every box, however it is wrapped", arguments: [234.0, 495])
  func arrows(_ width: Double) {
    let canvas = EstimatingCanvas(size: Size(width, 1000))
    let layout = PipelineLayout(FigureSample.pipeline, on: canvas)
    for arrow in FigureSample.pipeline.arrows {
      let route = layout.route(arrow)
      for (a, b) in zip(route, route.dropFirst()) {
        let way = FigureMarks.bounds([a, b])
        for (index, box) in layout.boxes.enumerated() {
          let isClear = !way.grown(by: 0.01).intersects(box.grown(by: -0.5))
          #expect(isClear, "arrow \(arrow) through box \(index)")
        }
      }
    }
    #expect(FigureSample.pipeline.arrows.count == 9)
  }

  @Test("labels are moved apart in their order and stay in range")
  func spread() {
    let centers = Spread.apart([50, 10, 49, 99], sizes: [10, 10, 10, 10], within: 0...100)
    #expect(centers == [59, 10, 49, 95])
  }
}

/// Small figures, command by command. What is expected was read from the figure's first drawing and
/// checked by eye; a difference is a change of look that someone must want.
@Suite("Drawings of small figures")
struct PlotGoldenTests {
  @Test("a line of two points")
  func line() {
    let plot = LinePlot(
      x: Axis("x", extent: .data), y: Axis("y"), series: [.init("s", [.init(0, 1), .init(1, 2)])])
    var canvas = RecordingCanvas(size: Size(120, 80))
    plot.draw(on: &canvas)
    #expect(canvas.dump == GoldenFigures.line)
  }

  @Test("two lying bars")
  func bars() {
    let chart = BarChart(
      categories: ["a", "b"], series: [.init("s", values: [0.1, -0.05])], axis: .points("change"),
      orientation: .lying)
    var canvas = RecordingCanvas(size: Size(120, 60))
    chart.draw(on: &canvas)
    #expect(canvas.dump == GoldenFigures.bars)
  }
}
