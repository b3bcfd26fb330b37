import Testing

import Report

@Suite("Axes")
struct AxisTests {
  static let ranges: [(Double, Double)] = [
    (0, 1), (0.3, 0.9), (0.546, 0.712), (-3.2, 17.9), (1e-7, 3e-7), (99_990, 100_010), (-1, -0.98),
    (0, 21), (1e12, 5e12), (-1e-9, 1e9),
  ]

  @Test("ticks that cover enclose the data with nice, even steps", arguments: ranges)
  func covers(_ range: (Double, Double)) throws {
    for target in 2...9 {
      let ticks = NiceSteps.ticks(from: range.0, to: range.1, about: target, covering: true)
      let first = try #require(ticks.first)
      let last = try #require(ticks.last)
      let slack = (range.1 - range.0) * 1e-6
      #expect(first <= range.0 + slack && last >= range.1 - slack)
      #expect(ticks.count >= 2 && ticks.count <= 2 * target + 2)
      let step = ticks[1] - ticks[0]
      for (a, b) in zip(ticks, ticks.dropFirst()) { #expect(abs(b - a - step) <= step * 1e-6) }
      #expect(isNice(step))
    }
  }

  @Test("ticks that do not cover lie within the data", arguments: ranges)
  func liesWithin(_ range: (Double, Double)) {
    let ticks = NiceSteps.ticks(from: range.0, to: range.1, about: 6, covering: false)
    let slack = (range.1 - range.0) * 1e-6
    #expect(ticks.allSatisfy { $0 >= range.0 - slack && $0 <= range.1 + slack })
  }

  @Test("a second axis gets exactly the first one's number of ticks", arguments: ranges)
  func matches(_ range: (Double, Double)) {
    for count in 2...9 {
      let ticks = NiceSteps.ticks(from: range.0, to: range.1, exactly: count)
      let slack = (range.1 - range.0) * 1e-6
      #expect(ticks.count == count)
      #expect(ticks[0] <= range.0 + slack && ticks[count - 1] >= range.1 - slack)
    }
  }

  @Test("thirds of a percent do not creep into labels")
  func labelsAreShort() {
    let axis = FittedAxis(Axis("threshold", extent: .data), over: [0.3, 0.9], about: 7)
    #expect(axis.ticks.map(\.label) == ["0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9"])
    let percent = FittedAxis(.percent("mIoU"), over: [0.61, 0.66], about: 6)
    #expect(percent.ticks.map(\.label) == ["61", "62", "63", "64", "65", "66"])
  }

  @Test("negative numbers carry a minus sign, not a hyphen, and zero has no sign")
  func signs() {
    #expect(NumberStyle.plain.text(-0.5, digits: 1) == "\u{2212}0.5")
    #expect(NumberStyle.points.text(0.0123) == "+1.2")
    #expect(NumberStyle.points.text(-0.0123) == "\u{2212}1.2")
    #expect(NumberStyle.points.text(-0.0001) == "0.0")
  }

  @Test("numbers are grouped from 10 000 on, and rounded half away from zero")
  func numbers() {
    #expect(NumberStyle.count.text(9999) == "9999")
    #expect(NumberStyle.count.text(1_234_567) == "1\u{202F}234\u{202F}567")
    #expect(NumberStyle.plain.text(0.125) == "0.13")
    #expect(NumberStyle.plain.text(.nan) == "—")
    #expect(NumberStyle.plain.text(3e20) == "3.0×10²⁰")
  }

  @Test("a logarithmic axis has ticks at powers of ten and skips what has no logarithm")
  func logarithms() {
    let axis = Axis("time", kind: .logarithmic)
    let fitted = FittedAxis(axis, over: [-1, 0, 0.2, 40_000, .nan], about: 6)
    #expect(fitted.ticks.map(\.value) == [0.1, 1, 10, 100, 1000, 10_000, 100_000])
    #expect(fitted.ticks.map(\.label) == ["0.1", "1", "10", "100", "10³", "10⁴", "10⁵"])
    #expect(fitted.scale.fraction(of: 0) == nil)
    #expect(fitted.scale.fraction(of: 0.1) == 0)
    #expect(fitted.scale.fraction(of: 100_000) == 1)
  }

  @Test("an axis without data, or with one value, still has bounds apart")
  func degenerate() {
    for values in [[], [.nan], [0], [5], [-2, -2], [.infinity, 1], [1e300, -1e300]] as [[Double]] {
      for kind in [Axis.Kind.linear, .logarithmic] {
        let axis = FittedAxis(Axis("x", kind: kind), over: values, about: 5)
        #expect(axis.scale.lower < axis.scale.upper)
        #expect(axis.ticks.count >= 2)
      }
    }
  }

  @Test("counts have whole ticks")
  func wholeCounts() {
    let axis = FittedAxis(Axis("images", style: .count, including: [0]), over: [1], about: 6)
    #expect(axis.ticks.map(\.label) == ["0", "1"])
  }

  @Test("of too many labels those with short numbers stay")
  func thinning() {
    let labels = FigureSample.thresholds
    let kept = ThinnedLabels.indices(labels, slot: 10, needed: 35).map { labels[$0] }
    #expect(kept == ["0.20", "0.40", "0.60", "0.80", "1.00"])
  }

  private func isNice(_ step: Double) -> Bool {
    var mantissa = step
    while mantissa >= 9.9 { mantissa /= 10 }
    while mantissa < 0.99 { mantissa *= 10 }
    return [1, 2, 2.5, 3, 4, 5].contains { abs(mantissa - $0) < 1e-3 }
  }
}
