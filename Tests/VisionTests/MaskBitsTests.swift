import TestSupport
import Testing
import Vision

@Suite("Masks of one bit per pixel, against plain models")
struct MaskBitsTests {
  @Test("packing keeps the pixels that are not 0, or that equal a value", arguments: oddSizes)
  func packing(width: Int, height: Int) {
    var random = CaseGenerator(seed: 7)
    let values = randomValues(width: width, height: height, using: &random).map { $0 & 3 }
    let notZero = BinaryMask(width: width, height: height, values: values)
    let twos = BinaryMask(width: width, height: height, values: values, equalTo: 2)
    let labels = LabelMap(width: width, height: height, labels: values)
    #expect(BinaryMask(labels, equalTo: 2) == twos)
    #expect(notZero.count == values.count { $0 != 0 })
    #expect(twos.count == values.count { $0 == 2 })
    let isRight = (0..<height).allSatisfy { y in
      (0..<width).allSatisfy { x in
        let value = values[y * width + x]
        return notZero[x, y] == (value != 0) && twos[x, y] == (value == 2)
      }
    }
    #expect(isRight)
  }

  @Test(
    "unpacking is the inverse of packing, and no bit lies beyond the last pixel",
    arguments: oddSizes)
  func unpacking(width: Int, height: Int) {
    let mask = randomMask(width: width, height: height, seed: 8)
    #expect(mask.values(clear: 3, set: 200).allSatisfy { $0 == 3 || $0 == 200 })
    #expect(
      BinaryMask(
        width: width, height: height, values: mask.values(clear: 3, set: 200), equalTo: 200)
        == mask)
    let full = BinaryMask(
      width: width, height: height, values: [UInt8](repeating: 9, count: width * height))
    #expect(full.count == width * height)
    #expect(full.words.reduce(0) { $0 + $1.nonzeroBitCount } == width * height)
  }

  @Test("transposition swaps x and y, twice gives the mask back", arguments: oddSizes)
  func transposition(width: Int, height: Int) {
    let mask = randomMask(width: width, height: height, run: 3, seed: 10)
    let turned = mask.transposed
    #expect((turned.width, turned.height) == (height, width))
    let isRight = (0..<height).allSatisfy { y in
      (0..<width).allSatisfy { x in turned[y, x] == mask[x, y] }
    }
    #expect(isRight)
    #expect(turned.transposed == mask)
  }

  @Test(
    "erosion keeps pixels whose whole square lies in the mask and the image", arguments: oddSizes)
  func erosion(width: Int, height: Int) {
    for distance in [0, 1, 2, 3, 12, 31, 32, 40] {
      // Nearly full, so that something is left.
      var mask = BinaryMask(
        width: width, height: height, values: [UInt8](repeating: 1, count: width * height))
      var random = CaseGenerator(seed: UInt64(distance))
      for _ in 0..<max(1, width * height / 9000) {
        mask[.random(in: 0..<width, using: &random), .random(in: 0..<height, using: &random)] =
          false
      }
      #expect(mask.eroded(by: distance) == plainErosion(mask, distance), "distance \(distance)")
    }
  }

  @Test("erosion of noise by one pixel", arguments: oddSizes)
  func erosionOfNoise(width: Int, height: Int) {
    let mask = randomMask(width: width, height: height, run: 40, seed: 12)
    #expect(mask.eroded(by: 1) == plainErosion(mask, 1))
  }

  @Test("population counts are those of single words", arguments: [1, 2, 7, 8, 9, 31, 64, 1000])
  func counts(words: Int) {
    let a = randomMask(width: 64, height: words, seed: 13)
    let b = randomMask(width: 64, height: words, seed: 14)
    #expect(a.count == a.words.reduce(0) { $0 + $1.nonzeroBitCount })
    let both = zip(a.words, b.words).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
    #expect(a.intersectionCount(b) == both)
  }

  @Test("removing a range clears these pixels only")
  func removal() {
    let full = BinaryMask(width: 50, height: 8, values: [UInt8](repeating: 1, count: 400))
    for range in [0..<0, 0..<1, 5..<64, 63..<65, 64..<128, 10..<400, 0..<400] {
      var mask = full
      mask.remove(range)
      #expect(mask.values() == (0..<400).map { range.contains($0) ? 0 : 1 })
    }
  }

  /// Row by row, then column by column, counting.
  private func plainErosion(_ mask: BinaryMask, _ distance: Int) -> BinaryMask {
    var (rows, result) = (
      BinaryMask(width: mask.width, height: mask.height),
      BinaryMask(width: mask.width, height: mask.height)
    )
    for y in 0..<mask.height {
      var run = 0
      for x in 0..<mask.width {
        run = mask[x, y] ? run + 1 : 0
        if run > 2 * distance { rows[x - distance, y] = true }
      }
    }
    for x in 0..<mask.width {
      var run = 0
      for y in 0..<mask.height {
        run = rows[x, y] ? run + 1 : 0
        if run > 2 * distance { result[x, y - distance] = true }
      }
    }
    return result
  }
}
