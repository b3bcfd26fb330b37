import Experiments
import TestSupport
import Testing
import Vision

@Suite("Comparisons of many variants")
struct ComparisonTests {
  @Test("Holm's correction gives the values of a worked case, whatever the order")
  func holm() {
    // 0.01·4, 0.02·3, 0.03·2 (raised to 0.06), 0.2·1.
    #expect(close(HolmCorrection.corrected([0.03, 0.01, 0.2, 0.02]), [0.06, 0.04, 0.2, 0.06]))
    #expect(close(HolmCorrection.corrected([0.5, 0.9]), [1, 1]))
    #expect(HolmCorrection.corrected([]).isEmpty)
    #expect(HolmCorrection.corrected([0.04]) == [0.04])
  }

  private func close(_ values: [Double], _ expected: [Double]) -> Bool {
    values.count == expected.count && zip(values, expected).allSatisfy { abs($0 - $1) < 1e-12 }
  }

  @Test("correction keeps the order of p-values and lowers none")
  func monotone() {
    var generator = CaseGenerator(seed: 3)
    for _ in 0..<200 {
      let values = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
        Double.random(in: 0...1, using: &generator)
      }
      let corrected = HolmCorrection.corrected(values)
      for (a, one) in values.enumerated() {
        #expect(corrected[a] >= one && corrected[a] <= 1)
        for (b, other) in values.enumerated() where one < other {
          #expect(corrected[a] <= corrected[b])
        }
      }
    }
  }

  /// Counts of two classes, right in `right` of 1000 pixels.
  private func counts(_ right: [Int]) -> [[ClassCounts]] {
    right.map { both in
      [ClassCounts](repeating: ClassCounts(truth: 1000, prediction: 1000, both: both), count: 2)
    }
  }

  @Test("a gain in every image is as sure as resamples can say; none at all is not")
  func pValues() throws {
    let bootstrap = PairedBootstrap(images: 30, resamples: 500, seed: 1)
    let before = (0..<30).map { 500 + 7 * $0 }
    let old = try #require(bootstrap.meanIoU(counts(before)))
    let better = try #require(bootstrap.meanIoU(counts(before.map { $0 + 40 })))
    let mixed = try #require(
      bootstrap.meanIoU(counts(before.enumerated().map { $1 + ($0 % 2 == 0 ? 40 : -40) })))
    #expect(better.pValue(against: old) == 2.0 / 501)
    #expect(old.pValue(against: better) == 2.0 / 501)
    #expect(mixed.pValue(against: old) > 0.2)
    #expect(old.pValue(against: old) == 1)
  }

  private func comparison(
    _ value: Double, _ low: Double, _ high: Double, p: Double
  ) -> Comparison {
    Comparison(
      difference: Estimate(value: value, low: low, high: high), pValue: p, better: 7, equal: 1,
      worse: 2)
  }

  @Test("the sentence claims a difference only where interval and corrected p-value allow it")
  func sentences() {
    #expect(
      comparison(0.0312, 0.0101, 0.0555, p: 0.002).sentence("tree-cut", against: "sepl")
        == "tree-cut gains 3.1 mIoU points against sepl, 95 % interval +1.0 to +5.6 "
        + "(7 images better, 1 equal, 2 worse).")
    #expect(
      comparison(-0.02, -0.03, -0.01, p: 0.01).sentence("fma", against: "sepl")
        .hasPrefix("fma loses 2.0 mIoU points against sepl, 95 % interval −3.0 to −1.0"))
    let unclear = comparison(0.0312, -0.0001, 0.05, p: 0.06).sentence("a", against: "b")
    #expect(
      unclear == "No clear difference between a and b: +3.1 mIoU points, 95 % interval 0.0 to +5.0 "
        + "(7 images better, 1 equal, 2 worse).")
  }

  @Test("what is clear alone may not be clear among many")
  func many() throws {
    let one = comparison(0.02, 0.001, 0.04, p: 0.03)
    #expect(one.sentence("a", against: "b").contains("gains"))
    let corrected = [one, one, one].corrected
    #expect(corrected.allSatisfy { abs($0.correctedPValue - 0.09) < 1e-12 })
    let first = try #require(corrected.first)
    #expect(
      first.sentence("a", against: "b")
        == "No clear difference between a and b: +2.0 mIoU points, 95 % interval +0.1 to +4.0, "
        + "but p = 0.09 corrected for all comparisons made (7 images better, 1 equal, 2 worse).")
  }
}
