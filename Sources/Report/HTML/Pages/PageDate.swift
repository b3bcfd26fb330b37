/// A day of the Gregorian calendar in UTC.
/// Source: the civil-from-days algorithm of H. Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms".
package enum PageDate {
  /// "2026-11-22" for seconds since 1970.
  package static func text(secondsSince1970 seconds: Int) -> String {
    let shifted = floorDivide(seconds, 86400) + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return [year, month, day].map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: "-")
  }

  private static func floorDivide(_ x: Int, _ y: Int) -> Int {
    let quotient = x / y
    return x % y < 0 ? quotient - 1 : quotient
  }
}
