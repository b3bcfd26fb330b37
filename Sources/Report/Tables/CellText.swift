/// How a cell is written for a reader; every renderer shows the same characters.
public enum CellText {
  /// The shown form: a rate in percent ("66.2"), a difference in points with sign and interval
  /// ("+1.4 [+0.9, +2.0]"), a count with thin spaces from 10 000 on, a number with its unit, and an
  /// em dash for what is absent, undefined (NaN) or does not apply.
  public static func shown(_ cell: Table.Cell) -> String {
    switch cell {
    case .difference(let value, let low?, let high?) where value.isFinite:
      points(value) + " " + interval(low: low, high: high)
    default: value(of: cell)
    }
  }

  /// The shown form without the interval of a difference.
  public static func value(of cell: Table.Cell) -> String {
    switch cell {
    case .text(let text): text
    case .count(let count): DecimalText.count(count)
    case .rate(let rate): rate.map(percent) ?? DecimalText.absent
    case .difference(let value, _, _): points(value)
    case .number(let number, let digits, let unit): self.number(number, digits: digits, unit: unit)
    case .none: DecimalText.absent
    }
  }

  /// A rate in [0, 1] in percent, one decimal: "66.2".
  public static func percent(_ rate: Double) -> String {
    DecimalText.fixed(rate * 100, digits: 1)
  }

  /// A difference of rates in points, one decimal, signed: "+1.4", "−0.7", "0.0".
  public static func points(_ difference: Double) -> String {
    DecimalText.signed(difference * 100, digits: 1)
  }

  /// An interval of differences in points: "[+0.9, +2.0]".
  public static func interval(low: Double, high: Double) -> String {
    "[\(points(low)), \(points(high))]"
  }

  /// `value` with `digits` decimals, a no-break space and the unit if there is one: "1.25 s".
  public static func number(_ value: Double, digits: Int, unit: String = "") -> String {
    let text = DecimalText.fixed(value, digits: digits)
    return unit.isEmpty || !value.isFinite ? text : text + "\u{00A0}" + unit
  }
}
