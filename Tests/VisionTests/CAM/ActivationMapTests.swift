import Testing
import Vision

@Suite("Activation maps")
struct ActivationMapTests {
  private struct Resampling: Decodable {
    var from: [Int]
    var to: [Int]
    var stride: Int
    var values: [Float]
  }

  @Test("maps are interpolated to the image's size as PyTorch does it")
  func interpolates() throws {
    for golden in try CAMFixtures.json("resampling.json", as: [Resampling].self) {
      let (rows, columns) = (golden.from[0], golden.from[1])
      let values = (0..<rows * columns).map { cell in
        let (row, column) = cell.quotientAndRemainder(dividingBy: columns)
        return Float((7 * row * row + 13 * column + 3 * row * column) % 32) / 32
      }
      // The second map shows that no row of the first is taken for one of its own.
      let maps = ActivationMaps(
        width: golden.to[1], height: golden.to[0], classes: [3, 8], columns: columns, rows: rows,
        values: values + values.reversed()
      ).resampledToImage()
      #expect(maps.columns == maps.width && maps.rows == maps.height)
      let found = stride(from: 0, to: maps.width * maps.height, by: golden.stride).map {
        maps.map(0)[$0]
      }
      try #require(found.count == golden.values.count)
      let worst = zip(found, golden.values).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst <= 1e-6, "\(golden.from) to \(golden.to)")
      if golden.stride == 1 {
        let turned = zip(maps.map(1).reversed(), golden.values).map { abs($0 - $1) }.max()
        #expect(turned ?? .infinity <= 1e-6, "\(golden.from) to \(golden.to), turned")
      }
    }
  }

  @Test("maps that have the image's size stay as they are")
  func keeps() {
    let maps = ActivationMaps(
      width: 2, height: 1, classes: [1], columns: 2, rows: 1, values: [0.25, 1])
    #expect(maps.resampledToImage() == maps)
  }

  @Test("a pixel's seed is its largest activation above the threshold, the first of equal ones")
  func takesTheLargest() {
    let maps = ActivationMaps(
      width: 3, height: 2, classes: [2, 20], columns: 3, rows: 2,
      values: [
        0.5, 0.2, 0.9, 0.1, 0.3, 0,
        0.4, 0.7, 0.9, 0.2, 0.3, 0,
      ])
    #expect(maps.seeds(backgroundThreshold: 0.25).labels == [2, 20, 2, 0, 2, 0])
    #expect(maps.seeds(backgroundThreshold: 0).labels == [2, 20, 2, 20, 2, 0])
  }

  @Test("an activation equal to the threshold is background")
  func thresholdIsBackground() {
    let maps = ActivationMaps(
      width: 2, height: 1, classes: [1], columns: 2, rows: 1, values: [0.5, 0.500_001])
    #expect(maps.seeds(backgroundThreshold: 0.5).labels == [0, 1])
  }

  @Test("an image without classes is all background")
  func withoutClasses() {
    let maps = ActivationMaps(
      width: 4, height: 3, classes: [], columns: 2, rows: 2, values: [])
    #expect(maps.seeds(backgroundThreshold: 0.1) == LabelMap(width: 4, height: 3))
  }

  @Test("coarse maps give seeds at the image's size")
  func seedsOfCoarseMaps() {
    let maps = ActivationMaps(
      width: 8, height: 2, classes: [5], columns: 2, rows: 1, values: [0, 1])
    // Centres of the two cells are at 1.5 and 5.5 of the pixels 0 … 7.
    let row: [UInt8] = [0, 0, 0, 0, 5, 5, 5, 5]
    #expect(maps.seeds(backgroundThreshold: 0.5).labels == row + row)
  }
}
