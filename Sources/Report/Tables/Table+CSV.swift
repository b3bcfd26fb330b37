extension Table {
  /// The table as CSV: UTF-8, CRLF line ends, quoted where needed, a header line, numbers at full
  /// precision (rates and differences as fractions), an empty field for what is absent, and the
  /// bounds of a difference in columns "… low" and "… high".
  ///
  /// Text that a spreadsheet would run as a formula (it starts with `=`, `+`, `-`, `@`, a tab or a
  /// carriage return) is preceded by an apostrophe.
  /// Source: RFC 4180.
  public func csv() -> String {
    let columns = TableExport(self).columns
    var lines = [columns.map { Self.csvField($0.title) }]
    for row in rows.indices { lines.append(columns.map { Self.csvField($0.values[row]) }) }
    return lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
  }

  private static func csvField(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): csvField(text)
    case .null: ""
    default: value.text
    }
  }

  private static func csvField(_ text: String) -> String {
    let first = text.unicodeScalars.first
    let isFormula = first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    let needsQuotes = safe.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
    return needsQuotes ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
  }
}
