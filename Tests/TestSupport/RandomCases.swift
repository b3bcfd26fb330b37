public import Vision

/// A seeded generator for test cases: the same cases on every machine.
public struct CaseGenerator: RandomNumberGenerator {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// SplitMix64 (Steele, Lea and Flood, 2014).
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  /// A label map of rectangles over background, void now and then.
  public mutating func labels(width: Int, height: Int, classes: Int, void: Bool) -> LabelMap {
    var map = LabelMap(width: width, height: height)
    for _ in 0..<Int.random(in: 0...5, using: &self) {
      let label = UInt8.random(in: 1..<UInt8(classes), using: &self)
      fill(&map, void && Int.random(in: 0..<6, using: &self) == 0 ? LabelMap.void : label)
    }
    return map
  }

  private mutating func fill(_ map: inout LabelMap, _ label: UInt8) {
    let x = interval(below: map.width)
    let y = interval(below: map.height)
    for row in y { for column in x { map[column, row] = label } }
  }

  /// Rectangles, speckles, whole images, single pixels and empty masks.
  public mutating func masks(width: Int, height: Int, atMost count: Int) -> [BinaryMask] {
    (0..<Int.random(in: 0...count, using: &self)).map { _ in mask(width: width, height: height) }
  }

  public mutating func mask(width: Int, height: Int) -> BinaryMask {
    var mask = BinaryMask(width: width, height: height)
    switch Int.random(in: 0..<10, using: &self) {
    case 0: break
    case 1: mask.insert(0..<width * height)
    case 2:
      mask[Int.random(in: 0..<width, using: &self), Int.random(in: 0..<height, using: &self)] = true
    case 3:
      for pixel in 0..<width * height where Bool.random(using: &self) {
        mask.insert(pixel..<pixel + 1)
      }
    default:
      let x = interval(below: width)
      for row in interval(below: height) {
        mask.insert(row * width + x.lowerBound..<row * width + x.upperBound)
      }
    }
    return mask
  }

  private mutating func interval(below limit: Int) -> Range<Int> {
    let a = Int.random(in: 0..<limit, using: &self)
    let b = Int.random(in: 0..<limit, using: &self)
    return min(a, b)..<max(a, b) + 1
  }
}
