/// A table flattened for machines: a difference with an interval becomes three columns, a unit that
/// changes within its column a column of its own, and every number keeps its full precision.
struct TableExport {
  struct Column {
    var title: String
    var values: [JSONValue]
  }

  let columns: [Column]

  init(_ table: Table) {
    var columns = table.columns.indices.flatMap { Self.flattened(table, column: $0) }
    Self.makeDistinct(&columns)
    self.columns = columns
  }

  private static func flattened(_ table: Table, column: Int) -> [Column] {
    let title = table.columns[column].title
    let cells = table.rows.map { $0.cells[column] }
    let (unit, units) = units(of: cells)
    var result = [
      Column(title: unit.isEmpty ? title : "\(title) [\(unit)]", values: cells.map(value))
    ]
    if let units { result.append(Column(title: "\(title) unit", values: units)) }
    if cells.contains(where: { $0.interval != nil }) {
      result.append(
        Column(title: "\(title) low", values: cells.map { number($0.interval?.low) }))
      result.append(
        Column(title: "\(title) high", values: cells.map { number($0.interval?.high) }))
    }
    return result
  }

  private static func value(_ cell: Table.Cell) -> JSONValue {
    switch cell {
    case .text(let text): .string(text)
    case .count(let count): .integer(count)
    case .rate, .difference, .number, .none: number(cell.rawValue)
    }
  }

  private static func number(_ value: Double?) -> JSONValue {
    value.map { $0.isFinite ? .number($0) : .null } ?? .null
  }

  /// The one unit of all numbers in a column, or each cell's own where they differ.
  private static func units(of cells: [Table.Cell]) -> (common: String, each: [JSONValue]?) {
    let units = cells.map { cell -> String? in
      if case .number(_, _, let unit) = cell { unit } else { nil }
    }
    let distinct = Set(units.compactMap { $0 })
    if distinct.count <= 1 { return (distinct.first ?? "", nil) }
    return ("", units.map { $0.map { .string($0) } ?? .null })
  }

  /// Keys of an object must differ: a title that is empty or was used takes its position.
  private static func makeDistinct(_ columns: inout [Column]) {
    var used: Set<String> = []
    for index in columns.indices {
      if columns[index].title.isEmpty { columns[index].title = "column" }
      if !used.insert(columns[index].title).inserted {
        columns[index].title += " (\(index + 1))"
        used.insert(columns[index].title)
      }
    }
  }
}

extension Table.Cell {
  var interval: (low: Double, high: Double)? {
    if case .difference(_, let low?, let high?) = self { (low, high) } else { nil }
  }
}
