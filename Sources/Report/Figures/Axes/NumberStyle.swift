/// How a figure writes numbers: without a locale, with a typographic minus, and with no more digits
/// than the distance between ticks asks for.
public struct NumberStyle: Sendable, Hashable {
  /// Values are multiplied by this before they are shown: 100 for rates shown in percent.
  public var factor: Double
  /// Decimals of a number on its own; on an axis the tick distance decides.
  public var digits: Int
  /// Writes a plus sign before positive numbers.
  public var isSigned: Bool

  public init(factor: Double = 1, digits: Int = 2, isSigned: Bool = false) {
    (self.factor, self.digits, self.isSigned) = (factor, digits, isSigned)
  }

  public static let plain = NumberStyle()
  /// Whole numbers.
  public static let count = NumberStyle(digits: 0)
  /// A rate in [0, 1], shown as 0 to 100 without a percent sign: the axis title carries the unit.
  public static let percent = NumberStyle(factor: 100, digits: 1)
  /// A difference of rates in percentage points, always with its sign.
  public static let points = NumberStyle(factor: 100, digits: 1, isSigned: true)

  /// `value` with `digits` decimals, thousands set apart from 10 000 on, an em dash when not finite.
  package func text(_ value: Double, digits: Int? = nil) -> String {
    let shown = value * factor
    guard shown.isFinite else { return "—" }
    let magnitude = Self.decimal(abs(shown), digits: max(0, min(digits ?? self.digits, 9)))
    let isZero = !magnitude.contains { $0 >= "1" && $0 <= "9" }
    let sign = isZero ? "" : shown < 0 ? "\u{2212}" : isSigned ? "+" : ""
    return sign + magnitude
  }

  /// Decimals that show every multiple of `step` exactly, at most 9.
  func digits(forStep step: Double) -> Int {
    var scaled = abs(step * factor)
    guard scaled.isFinite, scaled > 0 else { return digits }
    for decimals in 0..<9 {
      if scaled >= 0.999, abs(scaled - scaled.rounded()) < 1e-6 * scaled { return decimals }
      scaled *= 10
    }
    return 9
  }

  /// `value` ≥ 0, rounded half away from zero; from 10¹⁵ on, where digits would pretend, in powers.
  private static func decimal(_ value: Double, digits: Int) -> String {
    guard value < 1e15 else { return power(of: value) }
    // Fewer decimals for large numbers, whose scaled value would not be a whole number any more.
    var (digits, scale) = (digits, 1.0)
    for _ in 0..<digits { scale *= 10 }
    while value * scale >= 9e15, digits > 0 { (digits, scale) = (digits - 1, scale / 10) }
    let all = String(Int((value * scale).rounded()))
    let padded = String(repeating: "0", count: max(0, digits + 1 - all.count)) + all
    let whole = grouped(String(padded.dropLast(digits)))
    return digits == 0 ? whole : whole + "." + padded.suffix(digits)
  }

  private static func grouped(_ whole: String) -> String {
    guard whole.count > 4 else { return whole }
    var result = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { result += "\u{202F}" }
      result.append(digit)
    }
    return result
  }

  private static func power(of value: Double) -> String {
    var (mantissa, exponent) = (value, 0)
    while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    return decimal(mantissa, digits: 1) + "×10" + superscript(exponent)
  }

  /// `exponent` in superscript digits.
  static func superscript(_ exponent: Int) -> String {
    let raised: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let digits = String(abs(exponent)).compactMap { $0.wholeNumberValue.map { raised[$0] } }
    return (exponent < 0 ? "⁻" : "") + String(digits)
  }
}
