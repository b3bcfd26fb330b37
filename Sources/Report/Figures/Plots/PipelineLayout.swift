/// Places the steps of a pipeline: columns by how far a step is from the end, lanes as given, rows
/// of columns as wide as the page. Arrows run in the gaps between boxes.
package struct PipelineLayout {
  package typealias Arrow = PipelineDiagram.Arrow

  package let boxes: [Rect]
  let words: [(title: [String], detail: [String])]
  let height: Double
  /// The row that each step stands in.
  private let rows: [Int]
  /// Heights of the channels under each row, each serving the arrows to one step.
  private let channels: [[(to: Int, y: Double)]]
  private let rowBottoms: [Double]

  static let detailGap = 3.5
  private static let gap = 15.0
  private static let laneGap = 9.0
  private static let channelGap = 4.5
  private static let padding = 5.0
  private static let widestBox = 110.0

  package init(_ diagram: PipelineDiagram, on canvas: some Canvas) {
    let grid = PipelineColumns(diagram)
    let words = diagram.steps.flatMap { $0.title.split(separator: " ").map(String.init) }
    let narrowest =
      max(40, canvas.widest(words, style: Typography.strongLabel)) + 2 * Self.padding + 0.5
    var area = canvas.size.drawable
    var perRow = max(1, Int((area.width + Self.gap) / (narrowest + Self.gap)))
    if perRow < grid.count {
      // Arrows from row to row need room beside the boxes.
      area = area.inset(left: Self.gap, right: Self.gap / 2)
      perRow = max(1, Int((area.width + Self.gap) / (narrowest + Self.gap)))
    }
    let rowCount = max(1, (grid.count + perRow - 1) / perRow)
    perRow = max(1, (grid.count + rowCount - 1) / rowCount)
    let boxWidth = min(
      Self.widestBox, (area.width - Self.gap * Double(perRow - 1)) / Double(perRow))
    let inside = boxWidth - 2 * Self.padding
    self.words = diagram.steps.map {
      (
        canvas.wrap($0.title, style: Typography.strongLabel, width: inside),
        canvas.wrap($0.detail, style: Typography.small, width: inside)
      )
    }
    let heights = self.words.map(Self.height)
    let rows = grid.columns.map { $0 / perRow }

    var boxes = diagram.steps.map { _ in area }
    var bottoms: [Double] = []
    var channels: [[(to: Int, y: Double)]] = []
    var top = area.y
    for row in 0..<rowCount {
      let members = diagram.steps.indices.filter { rows[$0] == row }
      for lane in Set(members.map { diagram.steps[$0].lane }).sorted() {
        let inLane = members.filter { diagram.steps[$0].lane == lane }
        let tallest = (inLane.map { heights[$0] }.max() ?? 0) + 2 * Self.padding
        for index in inLane {
          let x = area.x + Double(grid.columns[index] % perRow) * (boxWidth + Self.gap)
          boxes[index] = Rect(x: x, y: top, width: boxWidth, height: tallest)
        }
        top += tallest + Self.laneGap
      }
      bottoms.append(top - Self.laneGap)
      // Arrows that pass several rows run beside them, in the channel above their target.
      let targets = Set(
        diagram.arrows.filter { rows[$0.to] == row + 1 && rows[$0.from] <= row }.map(\.to))
      channels.append(
        targets.sorted().enumerated().map {
          (to: $0.element, y: top + Double($0.offset) * Self.channelGap)
        })
      top += targets.isEmpty ? 0 : Double(targets.count - 1) * Self.channelGap + Self.laneGap
    }
    self.rows = rows
    self.boxes = boxes
    self.channels = channels
    rowBottoms = bottoms
    height = (bottoms.last ?? 0) + Self.laneGap / 2 + Size.edge
  }

  /// Height of a box's words.
  func wordsHeight(_ index: Int) -> Double { Self.height(words[index]) }

  private static func height(_ words: (title: [String], detail: [String])) -> Double {
    let detail = words.detail.height(Typography.small)
    return words.title.height(Typography.label) + (detail > 0 ? detailGap + detail : 0)
  }

  /// The corners of an arrow's way, from the right of its first box to the left of its second.
  package func route(_ arrow: Arrow) -> [Point] {
    let (from, to) = (boxes[arrow.from], boxes[arrow.to])
    let start = Point(from.maxX, from.midY)
    let end = Point(to.minX, to.midY)
    // Three tracks in each gap keep arrows that leave a row, stay in it and enter it apart.
    let (leaving, staying) = (from.maxX + Self.gap / 3, to.minX - Self.gap / 2)
    if rows[arrow.from] != rows[arrow.to] {
      let channel = channels[rows[arrow.to] - 1]
      guard let place = channel.firstIndex(where: { $0.to == arrow.to }) else { return [] }
      let y = channel[place].y
      let entering = to.minX - Self.gap / 2 - 1 - min(2.2 * Double(place), Self.gap / 3)
      return [start, Point(leaving, start.y), Point(leaving, y), Point(entering, y)]
        + [Point(entering, end.y), end]
    }
    if start.y == end.y, isFree(from: from.maxX, to: to.minX, y: end.y) { return [start, end] }
    if isFree(from: from.maxX, to: staying, y: start.y) {
      return [start, Point(staying, start.y), Point(staying, end.y), end]
    }
    if isFree(from: leaving, to: to.minX, y: end.y) {
      return [start, Point(leaving, start.y), Point(leaving, end.y), end]
    }
    return [start] + around(arrow, from: leaving, to: staying) + [end]
  }

  /// Under the boxes in the way, in the gap below the first box' lane.
  private func around(_ arrow: Arrow, from leaving: Double, to entering: Double) -> [Point] {
    let (from, to) = (boxes[arrow.from], boxes[arrow.to])
    let y = from.maxY + Self.laneGap / 2
    return [
      Point(leaving, from.midY), Point(leaving, y), Point(entering, y), Point(entering, to.midY),
    ]
  }

  private func isFree(from left: Double, to right: Double, y: Double) -> Bool {
    !boxes.contains { $0.minX < right && left < $0.maxX && $0.minY <= y && y <= $0.maxY }
  }
}

/// The column of each step: as far right as those that it feeds allow.
struct PipelineColumns {
  let columns: [Int]

  var count: Int { (columns.max() ?? -1) + 1 }

  init(_ diagram: PipelineDiagram) {
    // Arrows run forwards in the list, so that one pass in either direction settles each step.
    var columns = diagram.steps.map { _ in 0 }
    for arrow in diagram.arrows.sorted(by: { ($0.to, $0.from) < ($1.to, $1.from) }) {
      columns[arrow.to] = max(columns[arrow.to], columns[arrow.from] + 1)
    }
    for index in diagram.steps.indices.reversed() {
      let next = diagram.arrows.filter { $0.from == index }.map { columns[$0.to] }.min()
      if let next { columns[index] = max(columns[index], next - 1) }
    }
    self.columns = columns
  }
}
