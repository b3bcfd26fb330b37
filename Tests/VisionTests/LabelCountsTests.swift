import TestSupport
import Testing
import Vision

@Suite struct LabelCountsTests {
  /// Runs of up to `longest` equal labels, and their ends at every offset from a word's.
  private func labels(_ count: Int, longest: Int, _ random: inout CaseGenerator) -> [UInt8] {
    var labels: [UInt8] = []
    while labels.count < count {
      let run = Int.random(in: 1...longest, using: &random)
      let label = [0, 1, 7, 254, 255].randomElement(using: &random) ?? UInt8(3)
      labels += [UInt8](repeating: label, count: min(run, count - labels.count))
    }
    return labels
  }

  @Test("labels and pairs are counted as one by one, whatever their runs and number")
  func plainModel() {
    var random = CaseGenerator(seed: 21)
    for count in Array(0...140) + [1000, 4097] {
      for longest in [1, 3, 9, 64, 200] {
        let a = labels(count, longest: longest, &random)
        let b = labels(count, longest: longest, &random)
        var single = [Int](repeating: 0, count: 256)
        var pairs = [UInt64](repeating: 0, count: 65_536)
        for (x, y) in zip(a, b) {
          single[Int(x)] += 1
          pairs[Int(x) * 256 + Int(y)] += 1
        }
        #expect(LabelCounts.histogram(a) == single)
        #expect(LabelCounts.pairs(a, b) == pairs)
      }
    }
  }
}
