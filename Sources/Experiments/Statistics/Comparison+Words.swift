extension Comparison {
  /// Whether a difference may be claimed: its interval excludes 0, and so does its corrected p-value.
  public func isClear(level: Double = 0.05) -> Bool {
    correctedPValue < level && (difference.low > 0 || difference.high < 0)
  }

  /// What the numbers allow to say, in one sentence and no more.
  ///
  /// - Parameters:
  ///   - subject: what is compared, as a sentence begins with it, such as "tree-cut".
  ///   - baseline: what it is compared with.
  ///   - level: the corrected p-value from which on nothing is claimed.
  public func sentence(_ subject: String, against baseline: String, level: Double = 0.05) -> String
  {
    let images = "\(better) images better, \(equal) equal, \(worse) worse"
    guard isClear(level: level) else {
      return "No clear difference between \(subject) and \(baseline): "
        + "\(Self.points(difference.value)) mIoU points, 95 % interval "
        + "\(Self.points(difference.low)) to \(Self.points(difference.high))\(reservation) (\(images))."
    }
    let verb = difference.value > 0 ? "gains" : "loses"
    return "\(subject) \(verb) \(Self.points(abs(difference.value), isSigned: false)) mIoU points "
      + "against \(baseline), 95 % interval \(Self.points(difference.low)) to "
      + "\(Self.points(difference.high)) (\(images))."
  }

  /// Why a difference is not claimed although its interval excludes 0; empty where it does not.
  private var reservation: String {
    guard difference.low > 0 || difference.high < 0 else { return "" }
    let hundredths = Int((correctedPValue * 100).rounded())
    let digits = hundredths % 100 < 10 ? "0\(hundredths % 100)" : "\(hundredths % 100)"
    return ", but p = \(hundredths / 100).\(digits) corrected for all comparisons made"
  }

  /// A share in points with one decimal, with its sign.
  private static func points(_ share: Double, isSigned: Bool = true) -> String {
    let tenths = Int((abs(share) * 1000).rounded())
    let sign = tenths == 0 || !isSigned ? "" : share < 0 ? "−" : "+"
    return "\(sign)\(tenths / 10).\(tenths % 10)"
  }
}
