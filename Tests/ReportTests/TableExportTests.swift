import Foundation
import Report
import Testing

@Suite("A table as a file")
struct TableExportTests {
  private let table = Table(
    columns: [
      Table.Column("method, \"quoted\""), Table.Column("mIoU", best: .largest),
      Table.Column("Δ"), Table.Column("time"),
    ],
    rows: [
      Table.Row([
        .text("a_b & 5%"), .rate(0.6619123), .difference(-0.01, low: -0.018, high: 0.002),
        .number(1.25, digits: 1, unit: "s"),
      ]),
      Table.Row([.text("=1+1"), .rate(0.7), .none, .number(3, digits: 0, unit: "s")]),
      Table.Row([.text("mean"), .rate(nil), .none, .none], isSummary: true),
    ])

  @Test("CSV keeps full precision, has a column for each bound, and leaves absent fields empty")
  func csv() {
    #expect(
      table.csv() == """
        "method, ""quoted""\",mIoU,Δ,Δ low,Δ high,time [s]\r
        a_b & 5%,0.6619123,-0.01,-0.018,0.002,1.25\r
        '=1+1,0.7,,,,3.0\r
        mean,,,,,\r\n
        """)
  }

  @Test(
    "CSV text that a spreadsheet would run is defused, numbers are not",
    arguments: ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
  func formula(_ text: String) throws {
    let csv = Table(
      columns: [Table.Column("n"), Table.Column("v")],
      rows: [Table.Row([.text(text), .number(-1, digits: 0)])]
    ).csv()
    let line = try #require(csv.split(separator: "\r\n", maxSplits: 1).last)
    #expect(line.hasPrefix("'") || line.hasPrefix("\"'"))
    #expect(line.hasSuffix(",-1.0\r\n"))
  }

  @Test("JSON is an array of objects in column order that any reader can parse")
  func json() throws {
    let text = table.json()
    let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let rows = try #require(parsed as? [[String: Any]])
    #expect(rows.count == 3)
    #expect(rows[0]["mIoU"] as? Double == 0.6619123)
    #expect(rows[0]["Δ low"] as? Double == -0.018)
    #expect(rows[0]["method, \"quoted\""] as? String == "a_b & 5%")
    #expect(rows[2]["mIoU"] is NSNull)
    let first = try #require(text.split(separator: "\n").dropFirst().first)
    let keys = ["method", "mIoU", "Δ\"", "Δ low", "Δ high", "time [s]"]
    let places = keys.compactMap { first.firstRange(of: $0)?.lowerBound }
    #expect(places.count == keys.count && places == places.sorted())
  }

  @Test("JSON keys differ even where titles do not")
  func distinctKeys() throws {
    let table = Table(
      columns: [Table.Column(""), Table.Column("x"), Table.Column("x")],
      rows: [Table.Row([.text("a"), .count(1), .count(2)])])
    #expect(table.json() == "[\n  {\"column\":\"a\",\"x\":1,\"x (3)\":2}\n]\n")
  }

  @Test("units that differ within a column get a column of their own")
  func units() {
    let table = Table(
      columns: [Table.Column("step"), Table.Column("cost")],
      rows: [
        Table.Row([.text("a"), .number(2, digits: 0, unit: "s")]),
        Table.Row([.text("b"), .number(3, digits: 0, unit: "MB")]),
      ])
    #expect(table.csv() == "step,cost,cost unit\r\na,2.0,s\r\nb,3.0,MB\r\n")
  }

  @Test("LaTeX is an escaped booktabs tabular with the best in bold and the second underlined")
  func latex() {
    #expect(
      table.latex() == #"""
        \begin{tabular}{lrrr}
        \toprule
        method, ''quoted'' & mIoU & $\Delta$ & time \\
        \midrule
        a\_b \& 5\% & 66.2 & $-$1.0 {\small {[}$-$1.8, +0.2{]}} & 1.2~s \\
        =1+1 & \textbf{70.0} & --- & 3~s \\
        \midrule
        mean & --- & --- & --- \\
        \bottomrule
        \end{tabular}

        """#)
  }

  @Test("LaTeX commands in text come out as text")
  func latexEscaping() {
    let table = Table(
      columns: [Table.Column("n")], rows: [Table.Row([.text("\\input{/etc/passwd} ~^#$\u{2028}")])])
    #expect(
      table.latex().contains(
        ##"\textbackslash{}input\{/etc/passwd\} \textasciitilde{}\textasciicircum{}\#\$ "##))
  }
}
