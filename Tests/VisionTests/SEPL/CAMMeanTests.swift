import Testing
import Vision

@Suite("The rule cam-mean")
struct CAMMeanTests {
  private static func maps(_ values: [Float], classes: [Int]) -> ActivationMaps {
    ActivationMaps(
      width: 4, height: 1, classes: classes, columns: 4, rows: 1, values: values)
  }

  private static func region(_ columns: Range<Int>) -> BinaryMask {
    var mask = BinaryMask(width: 4, height: 1)
    mask.insert(columns)
    return mask
  }

  @Test("a region gets the class of the highest mean, even where another is higher at a pixel")
  func mean() {
    let maps = Self.maps([0.9, 0.7, 0.2, 0, 0.1, 0.8, 0.9, 0.9], classes: [3, 8])
    #expect(
      CAMMean.labels(maps, regions: [Self.region(0..<2), Self.region(2..<4)]).labels
        == [3, 3, 8, 8])
    #expect(CAMMean.labels(maps, regions: [Self.region(0..<4)]).labels == [8, 8, 8, 8])
  }

  @Test("background wins below the mean m where (1 − m)^0.7 = m")
  func background() {
    // 0.439^0.7 = 0.562 > 0.561, and 0.438^0.7 = 0.561 < 0.562.
    #expect(
      CAMMean.labels(Self.maps([0.561, 0.561, 0.561, 0.561], classes: [1]), regions: []).labels
        == [0, 0, 0, 0])
    #expect(
      CAMMean.labels(Self.maps([0.562, 0.562, 0.562, 0.562], classes: [1]), regions: []).labels
        == [1, 1, 1, 1])
  }

  @Test("pixels in no region are decided one by one")
  func outside() {
    let maps = Self.maps([0.9, 0.1, 0.9, 0.1], classes: [5])
    #expect(CAMMean.labels(maps, regions: [Self.region(2..<4)]).labels == [5, 0, 0, 0])
  }

  @Test("without classes all is background")
  func noClasses() {
    let none = ActivationMaps(width: 4, height: 1, classes: [], columns: 4, rows: 1, values: [])
    #expect(CAMMean.labels(none, regions: [Self.region(0..<3)]).labels == [0, 0, 0, 0])
  }

  @Test("an empty region changes nothing")
  func emptyRegion() {
    let maps = Self.maps([0.9, 0.1, 0.9, 0.1], classes: [5])
    #expect(CAMMean.labels(maps, regions: [Self.region(0..<0)]).labels == [5, 0, 5, 0])
  }
}
