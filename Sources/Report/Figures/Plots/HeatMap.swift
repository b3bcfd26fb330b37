/// A matrix in colour over two sets of named rows and columns, with marked cells and a plateau
/// outline.
public struct HeatMap: Figure {
  /// One side of the matrix.
  public struct Side: Sendable, Hashable {
    public var title: String
    /// One per row or column; where there is no room for all, every second, third … is written.
    public var labels: [String]

    public init(_ title: String, labels: [String]) { (self.title, self.labels) = (title, labels) }
  }

  public struct Mark: Sendable, Hashable {
    public var row: Int
    public var column: Int
    /// What the legend calls it.
    public var name: String

    public init(row: Int, column: Int, name: String) {
      (self.row, self.column, self.name) = (row, column, name)
    }
  }

  /// Cells with one outline around them: those whose value is at most so far from the best one, or
  /// those that are named.
  public struct Plateau: Sendable, Hashable {
    public enum Best: Sendable, Hashable { case largest, smallest }

    enum Cells: Sendable, Hashable {
      /// The tolerance is in the matrix' own units.
      case near(Best, within: Double)
      /// `[row][column]`; what is missing is outside.
      case chosen([[Bool]])
    }

    let cells: Cells
    public var name: String

    public init(within tolerance: Double, of best: Best = .largest, name: String) {
      (cells, self.name) = (.near(best, within: tolerance), name)
    }

    /// Outlines the cells that are true in `cells[row][column]`.
    public init(cells: [[Bool]], name: String) { (self.cells, self.name) = (.chosen(cells), name) }
  }

  public var rows: Side
  public var columns: Side
  /// `values[row][column]`; NaN shows as hatched. Missing cells count as NaN.
  public var values: [[Double]]
  /// Title, unit and style of the values, as the colour bar shows them. Its extent is the data
  /// unless it is fixed: values beyond then take the end's colour, and the bar's end is pointed.
  public var axis: Axis
  public var colorMap: ColorMap
  /// Row 0 at the bottom, as on a vertical axis; else at the top, as in a table.
  public var startsAtBottom: Bool
  public var marks: [Mark]
  public var plateau: Plateau?
  /// Writes each cell's value into it, in the axis' style, where cells have room.
  public var showsValues: Bool

  public init(
    rows: Side, columns: Side, values: [[Double]], axis: Axis, colorMap: ColorMap = .viridis,
    startsAtBottom: Bool = true, marks: [Mark] = [], plateau: Plateau? = nil,
    showsValues: Bool = false
  ) {
    self.rows = rows
    self.columns = columns
    self.values = values
    self.axis = axis
    self.colorMap = colorMap
    self.startsAtBottom = startsAtBottom
    self.marks = marks
    self.plateau = plateau
    self.showsValues = showsValues
  }

  /// Cells are square unless that would make them, or the figure, too small or too large.
  public func height(forWidth width: Double) -> Double {
    let canvas = EstimatingCanvas(size: Size(width, 1000))
    let frame = HeatMapFrame(self, in: canvas.size.drawable, on: canvas)
    let cell = frame.plot.width / Double(max(1, columns.labels.count))
    let plot = min(max(cell * Double(max(1, rows.labels.count)), 60), width * 0.9, 330)
    return (1000 - frame.plot.height + plot).rounded(.up)
  }

  public func draw(on canvas: inout some Canvas) {
    let frame = HeatMapFrame(self, in: canvas.size.drawable, on: canvas)
    frame.legend.draw(in: frame.area, on: &canvas)
    drawCells(in: frame, on: &canvas)
    drawOutlines(in: frame, on: &canvas)
    frame.drawAxes(of: self, on: &canvas)
    frame.bar.draw(beside: frame.plot, on: &canvas)
  }
}

extension HeatMap {
  /// The value of a cell; nil where it is missing or not finite.
  func value(_ row: Int, _ column: Int) -> Double? {
    guard values.indices.contains(row), values[row].indices.contains(column),
      values[row][column].isFinite
    else { return nil }
    return values[row][column]
  }

  /// Every row and column in row-major order.
  var cells: [(row: Int, column: Int)] {
    rows.labels.indices.flatMap { row in columns.labels.indices.map { (row, $0) } }
  }

  /// The axis with the extent that colours span.
  var shownAxis: Axis {
    var axis = axis
    if case .fixed = axis.extent { return axis }
    axis.extent = .data
    return axis
  }

  var hasMissing: Bool { cells.contains { value($0.row, $0.column) == nil } }

  /// Whether a cell exists and belongs to the plateau.
  package func isOnPlateau(_ row: Int, _ column: Int) -> Bool {
    guard let plateau, rows.labels.indices.contains(row), columns.labels.indices.contains(column)
    else { return false }
    switch plateau.cells {
    case .chosen(let cells):
      return cells.indices.contains(row) && cells[row].indices.contains(column)
        && cells[row][column]
    case .near(let kind, let tolerance):
      guard let value = value(row, column), let best = best(kind) else { return false }
      // The slack keeps a cell exactly on the tolerance in, whatever its last bit.
      return abs(value - best) <= tolerance + abs(best) * 1e-12
    }
  }

  private func best(_ best: Plateau.Best) -> Double? {
    let shown = cells.compactMap { value($0.row, $0.column) }
    return best == .largest ? shown.max() : shown.min()
  }
}
