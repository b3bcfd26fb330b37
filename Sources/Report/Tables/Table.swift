/// A table of typed cells. Renderers decide layout; exports (CSV, JSON, LaTeX) write full precision
/// or the shown form as each format wants.
public struct Table: Sendable, Hashable {
  public struct Column: Sendable, Hashable {
    public var title: String
    /// Longer explanation, shown on hover and in exports' headers; may be empty.
    public var help: String
    /// Marks the best (bold) and second (underlined) value of the column.
    public var best: Best?

    public enum Best: Sendable, Hashable { case largest, smallest }

    public init(_ title: String, help: String = "", best: Best? = nil) {
      (self.title, self.help, self.best) = (title, help, best)
    }
  }

  public enum Cell: Sendable, Hashable {
    case text(String)
    case count(Int)
    /// A rate in [0, 1], shown in percent with one decimal; nil shows as an em dash.
    case rate(Double?)
    /// A difference of rates, shown in points with sign and, if given, its 95 % interval.
    case difference(Double, low: Double? = nil, high: Double? = nil)
    /// A number shown with `digits` decimals and its unit.
    case number(Double, digits: Int, unit: String = "")
    /// Shown as an em dash: does not apply.
    case none
  }

  public struct Row: Sendable, Hashable {
    public var cells: [Cell]
    /// Set apart by a rule above: totals, means.
    public var isSummary: Bool
    /// Chosen or default row, lightly marked.
    public var isMarked: Bool

    public init(_ cells: [Cell], isSummary: Bool = false, isMarked: Bool = false) {
      (self.cells, self.isSummary, self.isMarked) = (cells, isSummary, isMarked)
    }
  }

  public var columns: [Column]
  public var rows: [Row]

  /// Every row must have one cell per column; the first column holds the row's name.
  public init(columns: [Column], rows: [Row]) {
    precondition(
      rows.allSatisfy { $0.cells.count == columns.count },
      "Table: rows of \(rows.map(\.cells.count)) cells for \(columns.count) columns")
    (self.columns, self.rows) = (columns, rows)
  }
}
