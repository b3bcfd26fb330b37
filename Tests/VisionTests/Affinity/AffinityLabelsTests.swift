import Testing
import Vision

@Suite struct AffinityLabelsTests {
  /// Two classes on four cells of one pixel.
  private static let maps = ActivationMaps(
    width: 4, height: 1, classes: [2, 7], columns: 4, rows: 1,
    values: [0.9, 0.2, 0.04, 0.3, 0.5, 0.1, 0.05, 0.31])

  @Test("sure pixels are above one threshold or not above the other")
  func thresholds() {
    #expect(AffinityLabels.irn.labels(of: Self.maps).labels == [2, LabelMap.void, 0, 7])
  }

  @Test("seeds at both thresholds are sharpened before they are compared")
  func sharpening() {
    let labels = AffinityLabels.irn.labels(of: Self.maps) { seeds in
      var moved = seeds
      moved.labels = Array(seeds.labels.dropFirst()) + [0]
      return moved
    }
    #expect(labels.labels == [LabelMap.void, 0, 7, 0])
  }

  @Test("a cell has the label of the pixel at its centre")
  func sampling() {
    let map = LabelMap(width: 5, height: 2, labels: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(map.sampled(rows: 1, columns: 1) == [7])
    #expect(map.sampled(rows: 2, columns: 5) == map.labels)
    #expect(map.sampled(rows: 2, columns: 3) == [0, 2, 4, 5, 7, 9])
  }
}
