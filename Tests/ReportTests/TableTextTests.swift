import Report
import Testing

@Suite("Cells as text")
struct TableTextTests {
  @Test(
    "a cell reads as a paper would print it",
    arguments: [
      (Table.Cell.rate(0.662), "66.2"), (.rate(0), "0.0"), (.rate(1), "100.0"), (.rate(nil), "—"),
      (.rate(.nan), "—"), (.none, "—"), (.text("bus"), "bus"),
      (.difference(0.014, low: 0.009, high: 0.02), "+1.4 [+0.9, +2.0]"),
      (.difference(-0.028, low: -0.039, high: 0.001), "−2.8 [−3.9, +0.1]"),
      (.difference(-0.01), "−1.0"), (.difference(0), "0.0"), (.difference(.nan), "—"),
      (.difference(.nan, low: 0, high: 1), "—"),
      (.count(311), "311"), (.count(2000), "2000"), (.count(12345), "12\u{2009}345"),
      (.count(-1_234_567), "−1\u{2009}234\u{2009}567"),
      (.number(412.456, digits: 1, unit: "s"), "412.5\u{00A0}s"),
      (.number(-3, digits: 0), "−3"), (.number(.infinity, digits: 2, unit: "s"), "—"),
    ])
  func cell(_ cell: Table.Cell, text: String) {
    #expect(CellText.shown(cell) == text)
  }

  @Test("a value that rounds to zero has no sign")
  func noNegativeZero() {
    #expect(CellText.points(-0.0001) == "0.0")
    #expect(CellText.points(0.0004) == "0.0")
    #expect(CellText.number(-0.004, digits: 2) == "0.00")
  }

  @Test("fractions keep their leading zeros, and halves go to the even digit")
  func rounding() {
    #expect(CellText.number(1.005, digits: 4) == "1.0050")
    #expect(CellText.number(0.125, digits: 2) == "0.12")
    #expect(CellText.number(0.375, digits: 2) == "0.38")
    #expect(CellText.number(9.96, digits: 1) == "10.0")
    #expect(CellText.number(1e300, digits: 3) == "1e+300")
  }
}

@Suite("The best and the second of a column")
struct TableRankingTests {
  private func ranks(
    _ values: [Double?], best: Table.Column.Best = .largest, summary: Double? = nil
  ) -> [TableRanking.Rank?] {
    var rows = values.map { Table.Row([.text("a"), .rate($0)]) }
    if let summary { rows.append(Table.Row([.text("mean"), .rate(summary)], isSummary: true)) }
    let table = Table(
      columns: [Table.Column("name"), Table.Column("value", best: best)], rows: rows)
    let ranking = TableRanking(table)
    return rows.indices.map { ranking[row: $0, column: 1] }
  }

  @Test("the largest is best and the next is second")
  func largest() {
    #expect(ranks([0.1, 0.3, 0.2]) == [nil, .best, .second])
  }

  @Test("the smallest is best where the column says so")
  func smallest() {
    #expect(ranks([0.1, 0.3, 0.2], best: .smallest) == [.best, nil, .second])
  }

  @Test("values that read the same rank the same, and a shared first place leaves no second")
  func ties() {
    #expect(ranks([0.64881, 0.64879, 0.5]) == [.best, .best, nil])
    #expect(ranks([0.9, 0.5, 0.5]) == [.best, .second, .second])
  }

  @Test("absent values and summary rows take no part")
  func absent() {
    #expect(ranks([nil, 0.2, .nan, 0.1, 0], summary: 0.9) == [nil, .best, nil, .second, nil, nil])
  }

  @Test("equal values have no best, one of two rows no second")
  func tooFew() {
    #expect(ranks([0.5, 0.5, 0.5]) == [nil, nil, nil])
    #expect(ranks([0.5]) == [nil])
    #expect(ranks([0.5, 0.6]) == [nil, .best])
  }
}
