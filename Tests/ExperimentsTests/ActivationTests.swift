import Experiments
import TestSupport
import Testing
import Vision

/// Seeded maps, some values of which lie on a threshold.
private func maps(_ generator: inout CaseGenerator, _ size: (Int, Int), classes: [Int])
  -> ActivationMaps
{
  let (columns, rows) = (max(1, size.0 / 3), max(1, size.1 / 2))
  let values = (0..<classes.count * rows * columns).map { _ in
    Float(generator.next() % 101) / 100
  }
  return ActivationMaps(
    width: size.0, height: size.1, classes: classes, columns: columns, rows: rows, values: values)
}

@Suite("Activation maps in the cache and their seeds")
struct ActivationTests {
  private static let thresholds: [Float] = (1...49).map { Float($0) / 50 }

  @Test("the confusion counts of all thresholds are those of each threshold's own seeds")
  func histogram() throws {
    var generator = CaseGenerator(seed: 4)
    for size in [(7, 5), (31, 20), (1, 9), (64, 3)] {
      for classes in [[], [3], [1, 2, 5]] {
        let truth = generator.labels(width: size.0, height: size.1, classes: 6, void: true)
        let maps = maps(&generator, size, classes: classes)
        let histogram = ActivationHistogram(
          maps: maps, truth: truth, classes: 6, thresholds: Self.thresholds)
        for (index, threshold) in Self.thresholds.enumerated() {
          let seeds = maps.seeds(backgroundThreshold: threshold)
          let expected = try ConfusionMatrix(truth: truth, prediction: seeds, classes: 6)
          #expect(histogram.confusion(index) == expected, "\(size) \(classes) \(threshold)")
        }
      }
    }
  }

  @Test("maps are rounded once: what is stored and read back is what was stored")
  func storing() throws {
    var generator = CaseGenerator(seed: 5)
    let maps = maps(&generator, (40, 30), classes: [2, 254])
    let stored = StoredMaps(rounding: maps)
    #expect(try StoredMaps(stored: stored.stored) == stored)
    #expect(StoredMaps(rounding: stored.maps) == stored)
    for (value, original) in zip(stored.maps.values, maps.values) {
      #expect(abs(value - original) <= 1 / 131_070 + 1e-7)
    }
    #expect(stored.stored.count < 2 * maps.values.count + 20)
  }

  @Test("bytes that are no maps are refused", arguments: [0, 1, 6, 7, 8, 20])
  func damaged(length: Int) throws {
    var generator = CaseGenerator(seed: 6)
    let bytes = StoredMaps(rounding: maps(&generator, (9, 8), classes: [1])).stored
    #expect(throws: StoredFormatError.self) { try StoredMaps(stored: Array(bytes.prefix(length))) }
    #expect(throws: StoredFormatError.self) { try StoredMaps(stored: bytes + [0]) }
  }
}
