import TestSupport
import Vision

/// Sets of random masks with random traits, nested and overlapping in every way.
struct ArrangementCases {
  private static let sizes = [(1, 1), (7, 5), (13, 9), (64, 2), (31, 33)]

  /// Calls `check` with 400 sets, and a pseudo label for each.
  static func forEach(_ check: (MaskSet, LabelMap) throws -> Void) rethrows {
    for seed in 0..<400 {
      var generator = CaseGenerator(seed: UInt64(seed))
      let (width, height) = sizes[seed % sizes.count]
      let labels = generator.labels(width: width, height: height, classes: 4, void: seed % 3 == 0)
      try check(set(width: width, height: height, knows: seed % 4, &generator), labels)
    }
  }

  /// Calls `check` with 400 sets whose masks are made of each other, so that near duplicates, parts
  /// that fill a whole and masks within masks are frequent, and a pseudo label for each.
  static func forEachRelated(_ check: (MaskSet, LabelMap) throws -> Void) rethrows {
    for seed in 0..<400 {
      var generator = CaseGenerator(seed: UInt64(10_000 + seed))
      let (width, height) = sizes[seed % 3 + 1]
      let labels = generator.labels(width: width, height: height, classes: 4, void: seed % 3 == 0)
      var masks = (0..<3).map { _ in generator.mask(width: width, height: height) }
      while masks.count < 10 {
        let origin = masks[Int.random(in: masks.indices, using: &generator)]
        masks += derived(from: origin, &generator)
      }
      masks.shuffle(using: &generator)
      let set = candidates(masks, size: (width, height), knows: seed % 4, &generator)
      try check(set, labels)
    }
  }

  /// A mask with a pixel more or less, its two parts at a random place, or one of them.
  private static func derived(
    from mask: BinaryMask, _ generator: inout CaseGenerator
  ) -> [BinaryMask] {
    let place = Int.random(in: 0..<mask.pixelCount, using: &generator)
    var (first, second) = (mask, mask)
    switch Int.random(in: 0..<3, using: &generator) {
    case 0:
      first[place % mask.width, place / mask.width].toggle()
      return [first]
    case 1:
      first.remove(0..<place)
      return [first]
    default:
      first.remove(0..<place)
      second.remove(place..<mask.pixelCount)
      return [first, second]
    }
  }

  /// `knows`: nothing but masks, predicted IoU, stability, or everything.
  private static func set(
    width: Int, height: Int, knows: Int, _ generator: inout CaseGenerator
  ) -> MaskSet {
    candidates(
      generator.masks(width: width, height: height, atMost: 12),
      size: (width, height), knows: knows, &generator)
  }

  private static func candidates(
    _ masks: [BinaryMask], size: (width: Int, height: Int), knows: Int,
    _ generator: inout CaseGenerator
  ) -> MaskSet {
    // Few values, so that scores are often equal.
    func score() -> Float { Float(Int.random(in: 3...6, using: &generator)) / 6 }
    return MaskSet(
      width: size.width, height: size.height,
      candidates: masks.map { mask in
        MaskCandidate(
          mask: RunLengthMask(mask), predictedIoU: knows & 1 == 1 ? score() : nil,
          stability: knows & 2 == 2 ? score() : nil,
          level: knows == 3 ? Int.random(in: 0...2, using: &generator) : nil)
      })
  }
}

/// A mask as the indices of its pixels: the plain form of the models that arrangements are compared
/// with.
typealias Pixels = Set<Int>

func pixels(of candidate: MaskCandidate) -> Pixels {
  var pixels: Pixels = []
  candidate.mask.forEachRun { pixels.formUnion($0) }
  return pixels
}

func pixels(of set: MaskSet) -> [Pixels] { set.candidates.map(pixels) }

/// A generator's preference, as `MaskArrangement` words it.
func score(_ candidate: MaskCandidate) -> Float {
  candidate.predictedIoU ?? candidate.stability ?? 0
}

/// The masks in a fixed order: those that `isBefore` puts first, then the smaller, then that with the
/// first pixel that only one of the two has.
func plainOrder(_ set: MaskSet, _ isBefore: (Int, Int) -> Bool = { _, _ in false }) -> [Int] {
  let masks = pixels(of: set)
  return masks.indices.sorted { a, b in
    if isBefore(a, b) || isBefore(b, a) { return isBefore(a, b) }
    if masks[a].count != masks[b].count { return masks[a].count < masks[b].count }
    guard let pixel = masks[a].symmetricDifference(masks[b]).min() else { return a < b }
    return masks[a].contains(pixel)
  }
}
