/// Rows of images under common heads (Image | CAM | SAM | SEPL | Truth), with one legend for all.
public struct ImageGrid: Figure {
  public struct Row: Sendable, Hashable {
    /// Read from below at the row's left; may be empty.
    public var name: String
    /// One per column; nil, or a cell too few, shows as missing.
    public var cells: [OverlaidImage?]

    public init(_ name: String, _ cells: [OverlaidImage?]) {
      (self.name, self.cells) = (name, cells)
    }
  }

  public var heads: [String]
  public var rows: [Row]
  public var legend: [LegendEntry]

  public init(heads: [String], rows: [Row], legend: [LegendEntry] = []) {
    (self.heads, self.rows, self.legend) = (heads, rows, legend)
  }

  public func height(forWidth width: Double) -> Double {
    let canvas = EstimatingCanvas(size: Size(width, 10_000))
    let frame = ImageGridFrame(self, in: canvas.size.drawable, on: canvas)
    return (frame.height + 2 * Size.edge).rounded(.up)
  }

  public func draw(on canvas: inout some Canvas) {
    let frame = ImageGridFrame(self, in: canvas.size.drawable, on: canvas)
    for (index, head) in frame.heads.enumerated() {
      let top = Point(frame.columnMiddle(index), frame.headTop(index))
      canvas.lines(head, top: top, style: Typography.strong, alignment: .center)
    }
    for row in rows.indices {
      draw(row, in: frame, on: &canvas)
    }
    frame.legend.draw(in: frame.legendArea, on: &canvas)
  }

  private func draw(_ row: Int, in frame: ImageGridFrame, on canvas: inout some Canvas) {
    let band = frame.imageBand(row)
    canvas.uprightLines(
      frame.names[row], left: Point(band.x, band.midY), style: Typography.tick, ink: .soft)
    for column in heads.indices {
      let place = frame.cell(row, column)
      guard let cell = cell(row, column) else {
        canvas.hatchMissing(place)
        continue
      }
      let rect = place.fitting(width: 1, height: cell.aspect)
      cell.draw(in: rect, on: &canvas)
      let lines = canvas.wrap(cell.caption, style: Typography.small, width: place.width)
      canvas.lines(
        lines, top: Point(place.midX, place.maxY + ImageGridFrame.captionGap),
        style: Typography.small, ink: .soft, alignment: .center)
    }
  }

  /// The image of a row and column; nil where there is none.
  func cell(_ row: Int, _ column: Int) -> OverlaidImage? {
    rows[row].cells.indices.contains(column) ? rows[row].cells[column] : nil
  }
}
