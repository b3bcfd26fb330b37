extension Table {
  /// The table as a `tabular` for the booktabs package, cells as they are shown: the best of a
  /// column in bold, the second underlined, summary rows set apart by a rule.
  public func latex() -> String {
    let ranking = TableRanking(self)
    let alignment = columns.indices.map { isText(column: $0) ? "l" : "r" }.joined()
    var lines = ["\\begin{tabular}{\(alignment)}", "\\toprule"]
    lines.append(Self.latexRow(columns.map { LaTeXText.escaped($0.title) }))
    lines.append("\\midrule")
    for (index, row) in rows.enumerated() {
      if row.isSummary, index > 0, !rows[index - 1].isSummary { lines.append("\\midrule") }
      lines.append(
        Self.latexRow(
          row.cells.enumerated().map { column, cell in
            Self.latexCell(cell, rank: ranking[row: index, column: column])
          }))
    }
    return (lines + ["\\bottomrule", "\\end{tabular}"]).joined(separator: "\n") + "\n"
  }

  /// Whether a column is set flush left: the first, and those of nothing but text.
  func isText(column: Int) -> Bool {
    column == 0
      || rows.allSatisfy { $0.cells[column].isText || $0.cells[column] == .none }
        && rows.contains { $0.cells[column].isText }
  }

  private static func latexRow(_ cells: [String]) -> String {
    cells.joined(separator: " & ") + " \\\\"
  }

  private static func latexCell(_ cell: Cell, rank: TableRanking.Rank?) -> String {
    let value = LaTeXText.escaped(CellText.value(of: cell))
    let interval = cell.interval.map {
      " {\\small " + LaTeXText.escaped(CellText.interval(low: $0.low, high: $0.high)) + "}"
    }
    let marked =
      switch rank {
      case .best: "\\textbf{\(value)}"
      case .second: "\\underline{\(value)}"
      case nil: value
      }
    return marked + (interval ?? "")
  }
}

/// Text made safe for LaTeX, with the signs that a report uses spelled as commands.
enum LaTeXText {
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars { append(scalar, to: &result) }
    return result
  }

  private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
    switch scalar {
    case "\\": result += "\\textbackslash{}"
    case "{", "}", "$", "&", "#", "%", "_": result += "\\" + String(scalar)
    case "^": result += "\\textasciicircum{}"
    case "~": result += "\\textasciitilde{}"
    case "<": result += "\\textless{}"
    case ">": result += "\\textgreater{}"
    case "|": result += "\\textbar{}"
    // A row may start with a bracket, which would be taken for the argument of the `\\` before it.
    case "[", "]": result += "{\(scalar)}"
    case "*": result += "{*}"
    case "\"": result += "''"
    case "\u{2212}": result += "$-$"
    case "\u{2013}": result += "--"
    case "\u{2014}": result += "---"
    case "\u{2009}": result += "\\,"
    case "\u{00A0}": result += "~"
    case "\u{00D7}": result += "$\\times$"
    case "\u{00B1}": result += "$\\pm$"
    case "\u{2264}": result += "$\\leq$"
    case "\u{2265}": result += "$\\geq$"
    case "\u{2192}": result += "$\\rightarrow$"
    case "\u{00B5}", "\u{03BC}": result += "$\\mu$"
    case "\u{0394}", "\u{2206}": result += "$\\Delta$"
    case "\u{2028}", "\u{2029}", "\u{0}"..."\u{1F}", "\u{7F}": result += " "
    default: result.unicodeScalars.append(scalar)
    }
  }
}
