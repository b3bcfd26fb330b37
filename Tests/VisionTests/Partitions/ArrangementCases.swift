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

  /// `knows`: nothing but masks, predicted IoU, stability, or everything.
  private static func set(
    width: Int, height: Int, knows: Int, _ generator: inout CaseGenerator
  ) -> MaskSet {
    let masks = generator.masks(width: width, height: height, atMost: 12)
    // Few values, so that scores are often equal.
    func score() -> Float { Float(Int.random(in: 3...6, using: &generator)) / 6 }
    return MaskSet(
      width: width, height: height,
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

/// What is left of each mask when the first of `order` takes its pixels first; nil for a mask that
/// gets none.
func plainLayers(_ set: MaskSet, _ order: [Int]) -> [Pixels] {
  let masks = pixels(of: set)
  var owner: [Int: Int] = [:]
  for pixel in 0..<set.width * set.height {
    owner[pixel] = order.first { masks[$0].contains(pixel) }
  }
  let owned = masks.indices.map { mask in Pixels(owner.filter { $0.value == mask }.keys) }
  return owned.filter { !$0.isEmpty }
}
