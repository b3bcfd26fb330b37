/// Numbers, text and bytes as SVG spells them: short, escaped, the same in every locale.
package enum SVGText {
  /// At most two decimals, no trailing zeros, no negative zero.
  ///
  /// Numbers that are not finite, which no SVG attribute can hold, break the canvas' contract.
  package static func number(_ value: Double) -> String {
    precondition(value.isFinite, "SVG: the number \(value) cannot be drawn")
    let hundredths = (value * 100).rounded()
    guard abs(hundredths) < 1e15 else { return "\(value)" }
    let whole = Int(hundredths.magnitude)
    let sign = hundredths < 0 ? "-" : ""
    let (units, rest) = (whole / 100, whole % 100)
    if rest == 0 { return "\(sign)\(units)" }
    if rest % 10 == 0 { return "\(sign)\(units).\(rest / 10)" }
    return "\(sign)\(units).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// Safe both between tags and within double quotes. Characters that XML 1.0 forbids become
  /// U+FFFD.
  package static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += " "
      case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": result.unicodeScalars.append("\u{FFFD}")
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
