import Report
import Testing

/// A figure with a name, at a width it must cope with.
struct FigureSample: Sendable, CustomTestStringConvertible {
  var name: String
  var figure: any Figure
  var width: Double

  var testDescription: String { "\(name) at \(width)" }

  /// The figure drawn at its own height.
  func drawn() -> RecordingCanvas {
    func draw(_ figure: some Figure) -> RecordingCanvas {
      var canvas = RecordingCanvas(size: Size(width, figure.height(forWidth: width)))
      figure.draw(on: &canvas)
      return canvas
    }
    return draw(figure)
  }

  static let all: [FigureSample] = figures.flatMap { name, figure in
    [234.0, 495].map { FigureSample(name: name, figure: figure, width: $0) }
  }

  /// Realistic figures, then ones with little, broken or too much in them.
  static let figures: [(String, any Figure)] = [
    ("lines with a right axis", twoAxes),
    ("lines with a legend", lines(5, naming: .legend)),
    ("lines named at their ends", lines(4, naming: .ends)),
    ("eight logarithmic lines", eightLines),
    ("bars of classes", classBars(.lying)),
    ("upright bars of classes", classBars(.upright)),
    ("signed bars", signedBars(.lying)),
    ("upright signed bars", signedBars(.upright)),
    ("stacked bars", stackedBars),
    ("a heat map", heatMap),
    ("a small heat map", smallHeatMap),
    ("heat maps side by side", heatMapPanels),
    ("histograms", histogram),
    ("a scatter plot", scatter),
    ("an image grid", grid),
    ("a mask overlay", overlay),
    ("a pipeline", pipeline),
    ("no lines", LinePlot(x: Axis("x"), y: Axis("y"), series: [])),
    ("one point", lines([.init(3, 4)])),
    ("one interval", lines([.init(3, 4, low: 3.5, high: 4.5)])),
    ("constant values", lines([.init(0, 0.3), .init(1, 0.3), .init(2, 0.3)])),
    ("values that are not finite", lines([.init(0, .nan), .init(1, .infinity), .init(.nan, 1)])),
    ("huge values", lines([.init(0, -1e300), .init(1, 1e300), .init(2, 1e140)])),
    ("long titles", longTitles),
    ("no bars", BarChart(categories: [], series: [], axis: Axis("y"))),
    (
      "missing bars",
      BarChart(categories: ["a", "b"], series: [.init("s", values: [.nan])], axis: Axis("y"))
    ),
    ("an empty heat map", heatMap(values: [], labels: [])),
    ("no heat maps", HeatMapPanels(panels: [])),
    ("a heat map without values", heatMap(values: [[.nan]], labels: ["1", "2"])),
    ("a constant heat map", heatMap(values: [[1, 1], [1, 1]], labels: ["1", "2"])),
    ("an empty histogram", Histogram(x: Axis("x"), counted: "n", series: [.init("s", [])])),
    ("a constant histogram", Histogram(x: Axis("x"), counted: "n", series: [.init("s", [2, 2])])),
    ("no pairs", ScatterPlot(x: Axis("x"), y: Axis("y"), pairs: [], comparison: .improvement)),
    ("an empty grid", ImageGrid(heads: [], rows: [])),
    ("no pipeline", PipelineDiagram(chain: [])),
  ]

  /// Deterministic values in [0, 1) without a pattern.
  static func noise(_ index: Int) -> Double {
    (Double(index) * 0.754_877_666 + 0.13 * Double(index % 7)).truncatingRemainder(dividingBy: 1)
  }

  static let classes = [
    "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair",
    "cow", "diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa",
    "train", "tvmonitor", "mean",
  ]

  static let twoAxes: LinePlot = {
    let thresholds = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    let scores = [0.621, 0.630, 0.639, 0.646, 0.649, 0.648, 0.642]
    let counts = [21.0, 30, 41, 56, 78, 117, 204]
    return LinePlot(
      x: Axis("box-nms-thresh", extent: .data), y: .percent("mIoU"),
      right: Axis("masks per image", including: [0]),
      series: [
        .init(
          "mIoU of enhanced labels",
          zip(thresholds, scores).map { .init($0, $1, low: $1 - 0.011, high: $1 + 0.011) }),
        .init("masks per image", zip(thresholds, counts).map { .init($0, $1) }, onRightAxis: true),
      ],
      callOuts: [.init("SAM's default", series: 0, point: 4), .init("nowhere", point: 99)])
  }()

  static let names = [
    "raw CAM", "AffinityNet", "dense CRF", "SEPL", "SEPL after AffinityNet", "exclusive",
    "no box NMS", "oracle",
  ]

  static func lines(_ count: Int, naming: LinePlot.Naming) -> LinePlot {
    let series = (0..<count).map { index in
      LinePlot.Series(
        names[index],
        (0..<13).map { step in
          let x = 0.3 + 0.05 * Double(step)
          let y = 0.55 + 0.004 * Double(index) + 0.05 * x - 0.12 * (x - 0.6) * (x - 0.6)
          return .init(x, y, low: y - 0.008, high: y + 0.008)
        })
    }
    return LinePlot(
      x: Axis("mask threshold", extent: .data), y: .percent("mIoU"), series: series,
      references: [.init(.x(0.5), name: "the paper's 0.5"), .init(.y(0.56), name: "baseline")],
      naming: naming)
  }

  static func lines(_ points: [LinePlot.Datum]) -> LinePlot {
    LinePlot(
      x: Axis("x"), y: Axis("y"), series: [.init("s", points)],
      callOuts: [.init("here", point: 0)])
  }

  static let eightLines = LinePlot(
    x: Axis("images", kind: .logarithmic), y: Axis("time", unit: "s", kind: .logarithmic),
    series: names.enumerated().map { index, name in
      .init(name, [10, 100, 1000, 10_000].map { .init($0, 0.002 * Double(index + 1) * $0) })
    })

  static let longTitles = LinePlot(
    x: Axis("a title that is much longer than any column of any paper could be made wide, twice"),
    y: Axis("another title, far longer than the plot is high, that has to go on somewhere else"),
    series: [
      .init("a name that no legend can hold on one line of a column, so it breaks", [.init(1, 2)]),
      .init("short", [.init(2, 1)]),
    ])

  static func classBars(_ orientation: BarChart.Orientation) -> BarChart {
    let before = classes.indices.map { 0.3 + 0.5 * noise($0) }
    return BarChart(
      categories: classes,
      series: [
        .init("TransCAM", values: before),
        .init("TransCAM + SEPL", before.map { .init($0 + 0.07, low: $0 + 0.05, high: $0 + 0.1) }),
      ], axis: .percent("IoU"), orientation: orientation, setApart: [21])
  }

  static func signedBars(_ orientation: BarChart.Orientation) -> BarChart {
    let changes = classes.indices.map { 0.2 * noise($0) - 0.1 }
    return BarChart(
      categories: classes,
      series: [.init("change", changes.map { .init($0, low: $0 - 0.02, high: $0 + 0.02) })],
      axis: .points("change in IoU"), orientation: orientation, setApart: [21])
  }

  static let stackedBars = BarChart(
    categories: ["CAM", "masks", "SEPL"],
    series: [
      .init("reading", values: [1, 2, -1]), .init("computing", values: [5, 40, -2]),
      .init("writing", values: [1, 3, 0]),
    ], axis: Axis("time per image", unit: "s", style: .count), orientation: .lying,
    arrangement: .stacked)

  static let thresholds = (1...20).map { step in
    let hundredths = step * 5
    return "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
  }

  static let heatMap = HeatMap(
    rows: .init("label threshold", labels: thresholds),
    columns: .init("mask threshold", labels: thresholds),
    values: (0..<20).map { row in
      (0..<20).map { column in
        let (x, y) = (Double(column) / 19 - 0.5, Double(row) / 19 - 0.7)
        return row == 0 && column > 16 ? .nan : 0.66 - 0.15 * x * x - 0.2 * y * y
      }
    }, axis: .percent("mIoU"), marks: [.init(row: 16, column: 9, name: "paper: 0.5, 0.85")],
    plateau: .init(within: 0.005, name: "within 0.5 points of the best"))

  static let smallHeatMap = HeatMap(
    rows: .init("", labels: ["raw", "SEPL"]),
    columns: .init("", labels: ["none", "dense CRF", "AffinityNet random walk"]),
    values: [[0.55, 0.58, 0.61], [0.64, 0.65, 0.667]], axis: .percent("mIoU"), colorMap: .cividis,
    startsAtBottom: false, marks: [.init(row: 1, column: 2, name: "best")], showsValues: true)

  static let heatMapPanels = HeatMapPanels(
    panels: ["sepl", "sepl-v4", "official"].enumerated().map { index, name in
      var map = heatMap
      map.values = map.values.map { row in row.map { $0 - 0.01 * Double(index) } }
      return .init(name, map)
    })

  static func heatMap(values: [[Double]], labels: [String]) -> HeatMap {
    HeatMap(
      rows: .init("r", labels: labels), columns: .init("c", labels: labels), values: values,
      axis: Axis("v"), plateau: .init(within: 0, name: "best"), showsValues: true)
  }

  static let pairs = (0..<120).map { index in
    ScatterPlot.Pair(
      0.3 + 0.6 * noise(index), 0.35 + 0.6 * noise(index + 1),
      name: index % 50 == 0 ? "2007_00\(1000 + index)" : "")
  }

  static let scatter = ScatterPlot(
    x: .percent("IoU before"), y: .percent("IoU after"), pairs: pairs, comparison: .improvement)

  static let histogram = Histogram(
    x: .percent("IoU of an image"), counted: "images",
    series: [.init("before", pairs.map(\.x)), .init("after", pairs.map(\.y))], showsRug: true)

  static let photograph = EncodedImage(format: .jpeg, width: 500, height: 375, bytes: [])
  static let portrait = EncodedImage(format: .jpeg, width: 375, height: 500, bytes: [])

  static let outline = Outline(
    rings: [[Point(0.2, 0.2), Point(0.8, 0.3), Point(0.5, 0.9)]], color: RGBA(1, 0, 0))

  static let legend = classes.enumerated().map {
    LegendEntry($0.element, LabelColors.voc(UInt8($0.offset)))
  }

  static let grid = ImageGrid(
    heads: ["Image", "CAM", "SAM", "SEPL", "Truth"],
    rows: [
      .init(
        "2007_000032",
        (0..<5).map { OverlaidImage(photograph, overlays: [photograph], caption: "IoU \($0)") }),
      .init("2007_000121", [.init(portrait, outlines: [outline]), nil]),
    ], legend: legend)

  static let overlay = MaskOverlay(
    .init(photograph, outlines: [outline], caption: "2007_000032"),
    labels: (0..<6).map { .init("person \($0)", at: Point(0.98, 0.02), color: RGBA(0, 0, 1)) },
    legend: legend)

  static let pipeline = PipelineDiagram(
    steps: [
      .init("image labels", detail: "VOC XML"), .init("classifier", detail: "ResNet-50"),
      .init("CAM", detail: "seed, argmax"), .init("AffinityNet", state: .unused),
      .init("photograph", lane: 1), .init("masks", detail: "SAM ViT-B, 32² points", lane: 1),
      .init("SEPL", detail: "overlap 0.5 / 0.85", state: .highlighted), .init("enhanced labels"),
      .init("network", detail: "DeepLab", state: .unused),
    ],
    arrows: [
      .init(0, 1), .init(1, 2), .init(2, 3), .init(3, 6), .init(2, 6), .init(4, 5), .init(5, 6),
      .init(6, 7), .init(7, 8), .init(8, 2), .init(0, 99),
    ])
}
