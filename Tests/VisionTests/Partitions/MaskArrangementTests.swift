import TestSupport
import Testing
import Vision

/// Every arrangement against a plain model that follows its wording pixel by pixel.
@Suite("Mask arrangements")
struct MaskArrangementTests {
  @Test("paint orders give every pixel to the first of its masks")
  func painting() {
    ArrangementCases.forEach { set, _ in
      let candidates = set.candidates
      #expect(
        pixels(of: MaskArrangement.smallOverLarge.applied(to: set))
          == plainLayers(set, plainOrder(set)))
      let byScore = plainOrder(set) { score(candidates[$0]) > score(candidates[$1]) }
      #expect(pixels(of: MaskArrangement.byScore.applied(to: set)) == plainLayers(set, byScore))
    }
  }

  @Test("quasi-superpixels put subparts over parts over wholes")
  func quasiSuperpixels() {
    ArrangementCases.forEach { set, _ in
      let masks = pixels(of: set)
      let upwards = plainOrder(set)
      let holders = masks.indices.map { mask in
        upwards.drop { $0 != mask }.dropFirst().filter {
          Double(masks[$0].intersection(masks[mask]).count) > 0.3 * Double(masks[mask].count)
        }
      }
      func kind(_ mask: Int) -> Int {
        holders[mask].first.map { min(2, kind($0) + 1) } ?? 0
      }
      let order = plainOrder(set) {
        (kind($0), score(set.candidates[$0])) > (kind($1), score(set.candidates[$1]))
      }
      #expect(
        pixels(of: MaskArrangement.quasiSuperpixels().applied(to: set)) == plainLayers(set, order))
    }
  }

  @Test("the panoptic merge drops what is mostly taken and trims the rest")
  func panoptic() {
    ArrangementCases.forEach { set, _ in
      let masks = pixels(of: set)
      var taken: Pixels = []
      var placed: [Int: Pixels] = [:]
      for mask in plainOrder(set, { score(set.candidates[$0]) > score(set.candidates[$1]) }) {
        let left = masks[mask].subtracting(taken)
        let overlap = masks[mask].count - left.count
        guard 2 * overlap <= masks[mask].count, !left.isEmpty else { continue }
        placed[mask] = left
        taken.formUnion(left)
      }
      #expect(
        pixels(of: MaskArrangement.panoptic().applied(to: set))
          == placed.sorted { $0.key < $1.key }.map(\.value))
    }
  }

  @Test("atoms hold the pixels that are in the same masks")
  func atoms() {
    ArrangementCases.forEach { set, _ in
      let masks = pixels(of: set)
      var expected: [(signature: [Int], pixels: Pixels)] = []
      for pixel in 0..<set.width * set.height {
        let signature = masks.indices.filter { masks[$0].contains(pixel) }
        if signature.isEmpty { continue }
        if let known = expected.firstIndex(where: { $0.signature == signature }) {
          expected[known].pixels.insert(pixel)
        } else {
          expected.append((signature, [pixel]))
        }
      }
      let atoms = MaskArrangement.atoms.applied(to: set)
      #expect(pixels(of: atoms) == expected.map(\.pixels))
      let order = plainOrder(set)
      for (atom, expected) in zip(atoms.candidates, expected) {
        let owner = order.first { expected.signature.contains($0) }
        #expect(atom.predictedIoU == owner.flatMap { set.candidates[$0].predictedIoU })
        #expect(atom.level == owner.flatMap { set.candidates[$0].level })
      }
    }
  }

  @Test("mask NMS keeps a mask unless one kept before it overlaps too much", arguments: [0.3, 0.7])
  func maskNMS(threshold: Double) {
    ArrangementCases.forEach { set, _ in
      let masks = pixels(of: set)
      for measure in [MaskArrangement.Overlap.iou, .smaller] {
        var kept: [Int] = []
        for mask in plainOrder(set, { score(set.candidates[$0]) > score(set.candidates[$1]) }) {
          let isCovered = kept.contains { other in
            let both = masks[mask].intersection(masks[other]).count
            let whole =
              measure == .iou
              ? masks[mask].union(masks[other]).count : min(masks[mask].count, masks[other].count)
            return whole > 0 && Double(both) / Double(whole) > threshold
          }
          if !isCovered { kept.append(mask) }
        }
        let expected = kept.sorted().map { set.candidates[$0] }
        #expect(
          MaskArrangement.maskNMS(threshold, of: measure).applied(to: set).candidates == expected)
      }
    }
  }

  @Test("box NMS keeps a mask unless the box of one kept before it overlaps too much")
  func boxNMS() {
    ArrangementCases.forEach { set, _ in
      let boxes = set.candidates.map { MaskBox($0.mask).edges }
      func area(_ box: SIMD4<Int32>) -> Double { Double(box.z - box.x) * Double(box.w - box.y) }
      var kept: [Int] = []
      let order = boxes.indices.sorted {
        (score(set.candidates[$0]), $1) > (score(set.candidates[$1]), $0)
      }
      for mask in order {
        let isCovered = kept.contains { other in
          let (a, b) = (boxes[mask], boxes[other])
          let size = (max(0, min(a.z, b.z) - max(a.x, b.x)), max(0, min(a.w, b.w) - max(a.y, b.y)))
          let both = Double(size.0) * Double(size.1)
          return both / (area(a) + area(b) - both) > 0.6
        }
        if !isCovered { kept.append(mask) }
      }
      let expected = kept.sorted().map { set.candidates[$0] }
      #expect(MaskArrangement.boxNMS(0.6).applied(to: set).candidates == expected)
    }
  }
}
