/// Places the steps of a pipeline: columns by how far a step is from the end, lanes as given, rows
/// of columns as wide as the page. Arrows run in the gaps between boxes.
struct PipelineLayout {
  let boxes: [Rect]
  let words: [(title: [String], detail: [String])]
  let height: Double
  private let columns: [Int]
  private let perRow: Int
  private let rowBottoms: [Double]
  private let steps: [PipelineDiagram.Step]

  static let detailGap = 3.5
  private static let gap = 15.0
  private static let laneGap = 9.0
  private static let rowGap = 16.0
  private static let padding = 5.0

  init(_ diagram: PipelineDiagram, on canvas: some Canvas) {
    steps = diagram.steps
    columns = Self.columns(of: diagram)
    let area = canvas.size.drawable
    let count = (columns.max() ?? -1) + 1
    // As many columns as leave boxes 62 points wide; the last row is then filled evenly.
    let most = max(1, min(count, Int((area.width + Self.gap) / (62 + Self.gap))))
    let rows = max(1, (count + most - 1) / most)
    let perRow = max(1, (count + rows - 1) / rows)
    self.perRow = perRow
    let boxWidth = min(110, (area.width - Self.gap * Double(perRow - 1)) / Double(perRow))
    words = steps.map {
      (
        canvas.wrap($0.title, style: Typography.strongLabel, width: boxWidth - 2 * Self.padding),
        canvas.wrap($0.detail, style: Typography.small, width: boxWidth - 2 * Self.padding)
      )
    }
    let heights = words.map(Self.height)
    var boxes = steps.map { _ in area }
    var bottoms: [Double] = []
    var top = area.y
    for row in 0..<rows {
      let columns = columns
      let members = steps.indices.filter { columns[$0] / perRow == row }
      for lane in Set(members.map { diagram.steps[$0].lane }).sorted() {
        let inLane = members.filter { diagram.steps[$0].lane == lane }
        let tallest = (inLane.map { heights[$0] }.max() ?? 0) + 2 * Self.padding
        for index in inLane {
          let x = area.x + Double(columns[index] % perRow) * (boxWidth + Self.gap)
          boxes[index] = Rect(x: x, y: top, width: boxWidth, height: tallest)
        }
        top += tallest + Self.laneGap
      }
      bottoms.append(top - Self.laneGap)
      top += Self.rowGap - Self.laneGap
    }
    self.boxes = boxes
    rowBottoms = bottoms
    height = (bottoms.last ?? 0) + Size.edge
  }

  /// Height of a box's words.
  func wordsHeight(_ index: Int) -> Double { Self.height(words[index]) }

  /// The corners of an arrow's way, from the right of its first box to the left of its second.
  func route(_ arrow: PipelineDiagram.Arrow) -> [Point] {
    let (from, to) = (boxes[arrow.from], boxes[arrow.to])
    let start = Point(from.maxX, from.midY)
    let end = Point(to.minX, to.midY)
    let (fromRow, toRow) = (columns[arrow.from] / perRow, columns[arrow.to] / perRow)
    let out = from.maxX + Self.gap / 2
    let into = to.minX - Self.gap / 2
    if fromRow != toRow {
      let y = rowBottoms[toRow - 1] + Self.rowGap / 2
      // The first column has no gap before it: the arrow comes in over half the page's edge.
      let x = max(into, Size.edge + 1)
      return [start, Point(min(out, from.maxX + 6), from.midY)]
        + [Point(min(out, from.maxX + 6), y), Point(x, y), Point(x, to.midY), end]
    }
    if start.y == end.y, isFree(from: from.maxX, to: to.minX, y: end.y) { return [start, end] }
    // Turn where the rest of the way is free: late, along the first box' lane, or at once.
    if isFree(from: from.maxX, to: into, y: start.y) {
      return [start, Point(into, start.y), Point(into, end.y), end]
    }
    if isFree(from: out, to: to.minX, y: end.y) {
      return [start, Point(out, start.y), Point(out, end.y), end]
    }
    let y = rowBottoms[toRow] + Self.laneGap / 2
    return [start, Point(out, start.y), Point(out, y), Point(into, y), Point(into, end.y), end]
  }

  private func isFree(from left: Double, to right: Double, y: Double) -> Bool {
    !boxes.contains { $0.minX < right && left < $0.maxX && $0.minY <= y && y <= $0.maxY }
  }

  private static func height(_ words: (title: [String], detail: [String])) -> Double {
    let detail = words.detail.height(Typography.small)
    return words.title.height(Typography.label) + (detail > 0 ? detailGap + detail : 0)
  }

  /// Each step as far right as those that it feeds allow; those that feed nothing stand right after
  /// what feeds them.
  private static func columns(of diagram: PipelineDiagram) -> [Int] {
    var earliest = diagram.steps.map { _ in 0 }
    for arrow in diagram.arrows.sorted(by: { ($0.to, $0.from) < ($1.to, $1.from) }) {
      earliest[arrow.to] = max(earliest[arrow.to], earliest[arrow.from] + 1)
    }
    var columns = earliest
    for index in diagram.steps.indices.reversed() {
      let next = diagram.arrows.filter { $0.from == index }.map { columns[$0.to] }.min()
      if let next { columns[index] = max(earliest[index], next - 1) }
    }
    return columns
  }
}
