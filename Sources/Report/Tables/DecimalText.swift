/// Numbers as readers see them: fixed decimals, a real minus sign, never a locale's habits.
enum DecimalText {
  static let minus = "\u{2212}"
  /// What a value that is absent, undefined or does not apply shows as.
  static let absent = "\u{2014}"

  /// `value` rounded to `digits` decimals, ties to even: "−0.5", "12", and never "−0.0". Values
  /// that are not finite are `absent`.
  static func fixed(_ value: Double, digits: Int) -> String {
    precondition((0...15).contains(digits), "DecimalText.fixed: \(digits) decimals")
    guard value.isFinite else { return absent }
    let scale = powerOfTen(digits)
    let scaled = (abs(value) * scale).rounded(.toNearestOrEven)
    // Beyond 2⁵³ a double has no fraction left, and soon no integer type holds it.
    guard scaled < 0x1p53 else { return (value < 0 ? minus : "") + "\(abs(value))" }
    let whole = Int(scaled)
    var text = String(whole / Int(scale))
    if digits > 0 {
      let fraction = String(whole % Int(scale))
      text += "." + String(repeating: "0", count: digits - fraction.count) + fraction
    }
    return (value < 0 && whole != 0 ? minus : "") + text
  }

  /// As `fixed`, with a plus sign where the rounded value is above zero.
  static func signed(_ value: Double, digits: Int) -> String {
    let text = fixed(value, digits: digits)
    let isZero = text.allSatisfy { "0.".contains($0) }
    return value > 0 && value.isFinite && !isZero ? "+" + text : text
  }

  /// An integer, its thousands set apart by thin spaces from five digits on.
  static func count(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if digits.count > 4, index > 0, (digits.count - index) % 3 == 0 { text += "\u{2009}" }
      text.append(digit)
    }
    return (value < 0 ? minus : "") + text
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}
