extension Table {
  /// The table as a JSON array with one object per row, keys in column order: numbers at full
  /// precision, rates and differences as fractions, null for what is absent, and the bounds of a
  /// difference under "… low" and "… high".
  public func json() -> String {
    let columns = TableExport(self).columns
    let objects = rows.indices.map { row in
      JSONValue.object(columns.map { JSONValue.Member(key: $0.title, value: $0.values[row]) })
    }
    return "[" + objects.map { "\n  " + $0.text }.joined(separator: ",") + "\n]\n"
  }
}
