import Testing
import Vision

@Suite struct MeanAveragePrecisionTests {
  @Test("precision counts where recall grows")
  func ranks() {
    // Shown images come first, third and fourth.
    let precision = MeanAveragePrecision.averagePrecision(
      scores: [0.9, 0.8, 0.7, 0.6, 0.5], isShown: [true, false, true, true, false])
    #expect(precision == 1.0 / 3 + 1.0 / 3 * (2.0 / 3) + 1.0 / 3 * (3.0 / 4))
  }

  @Test("images of one score are taken together, whatever their order")
  func ties() {
    for isShown in [[true, false, false], [false, false, true]] {
      let precision = MeanAveragePrecision.averagePrecision(
        scores: [0.5, 0.5, 0.5], isShown: isShown)
      #expect(precision == 1.0 / 3)
    }
  }

  @Test("a class that no image shows has no precision and is left out of the mean")
  func absent() {
    let result = MeanAveragePrecision.of(
      scores: [[1, 0, 3], [0, 1, 2]], classes: [[1], [1, 3]])
    #expect(result.perClass == [1, nil, 0.5])
    #expect(result.mean == 0.75)
    #expect(MeanAveragePrecision.of(scores: [[1]], classes: [[]]).mean == nil)
  }
}
