/// Where the images, heads, captions and the legend of a grid lie.
struct ImageGridFrame {
  let heads: [[String]]
  let names: [[String]]
  let legend: Legend
  /// What everything would take at this width.
  let height: Double
  private let area: Rect
  private let left: Double
  private let columnWidth: Double
  private let headHeight: Double
  private let tops: [Double]
  private let imageHeights: [Double]
  private let legendTop: Double

  static let captionGap = 2.5
  private static let columnGap = 3.0
  private static let rowGap = 4.0
  /// Taller images are shown narrower, so that a portrait does not fill the page.
  private static let tallest = 0.8

  /// Shrinks the rows of images where `area` is lower than the grid wants.
  init(_ grid: ImageGrid, in area: Rect, on canvas: some Canvas) {
    self.area = area
    let style = Typography.strong
    let count = Double(max(1, grid.heads.count))
    let widest = grid.rows.indices.map { Self.aspect(grid, $0) }
    func columnWidth(besides left: Double) -> Double {
      max(8, (area.width - left - Self.columnGap * (count - 1)) / count)
    }
    // Names break where their row is lower than they are long; rows hardly depend on names' room.
    let tick = Typography.tick
    let guess = columnWidth(besides: tick.lineHeight + 4.5)
    names = zip(grid.rows, widest).map { row, aspect in
      canvas.wrap(row.name, style: tick, width: max(24, guess * aspect - 3))
    }
    let nameWidth = names.map { $0.height(tick) }.max() ?? 0
    left = nameWidth == 0 ? 0 : nameWidth + tick.descent + 3
    let columnWidth = columnWidth(besides: left)
    self.columnWidth = columnWidth
    heads = grid.heads.map { canvas.wrap($0, style: style, width: columnWidth) }
    headHeight = (heads.map { $0.height(style) }.max() ?? 0) + 4
    legend = Legend(entries: grid.legend.map { .init(sample: .swatch($0.color), name: $0.name) })

    let captions = grid.rows.indices.map { Self.captionHeight(grid, $0, columnWidth, on: canvas) }
    let wanted = widest.map { columnWidth * $0 }
    let legendHeight = legend.height(width: area.width - left, on: canvas)
    let others =
      headHeight + captions.reduce(0, +) + Self.rowGap * Double(grid.rows.count)
      + (legendHeight > 0 ? legendHeight + 3 : 0)
    let images = wanted.reduce(0, +)
    let share = images > 0 ? min(1, max(0.1, (area.height - others) / images)) : 1
    imageHeights = wanted.map { $0 * share }
    height = others + images
    var tops: [Double] = []
    var y = area.y + headHeight
    for (image, caption) in zip(imageHeights, captions) {
      tops.append(y)
      y += image + caption + Self.rowGap
    }
    self.tops = tops
    legendTop = y + 2
  }

  var legendArea: Rect { Rect(x: area.x + left, y: legendTop, width: area.width - left, height: 0) }

  func columnMiddle(_ column: Int) -> Double {
    area.x + left + Double(column) * (columnWidth + Self.columnGap) + columnWidth / 2
  }

  /// Heads stand on one base line.
  func headTop(_ column: Int) -> Double {
    area.y + headHeight - 4 - heads[column].height(Typography.strong)
  }

  func cell(_ row: Int, _ column: Int) -> Rect {
    Rect(
      x: columnMiddle(column) - columnWidth / 2, y: tops[row], width: columnWidth,
      height: imageHeights[row])
  }

  /// The whole width of a row's images.
  func imageBand(_ row: Int) -> Rect {
    Rect(x: area.x, y: tops[row], width: area.width, height: imageHeights[row])
  }

  /// Height over column width of a row.
  private static func aspect(_ grid: ImageGrid, _ row: Int) -> Double {
    let aspects = grid.heads.indices.compactMap { grid.cell(row, $0)?.aspect }
    return min(aspects.max() ?? 0.75, tallest)
  }

  private static func captionHeight(
    _ grid: ImageGrid, _ row: Int, _ width: Double, on canvas: some Canvas
  ) -> Double {
    let style = Typography.small
    let lines =
      grid.heads.indices.compactMap { grid.cell(row, $0)?.caption }
      .map { canvas.wrap($0, style: style, width: width).count }.max() ?? 0
    guard lines > 0 else { return 0 }
    return captionGap + style.capHeight + Double(lines - 1) * style.lineHeight + style.descent
  }
}
