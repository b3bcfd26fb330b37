import TestSupport
import Testing
import Vision

/// Kinds of masks; that each is what its wording says, pixel by pixel, is tested with the arrangements.
@Suite("Kinds of masks")
struct MaskKindTests {
  @Test("every mask is of exactly one depth, and leaving a kind out leaves all others")
  func complement() {
    ArrangementCases.forEach { set, _ in
      let layers = MaskLayers(set)
      let depths = MaskKind.Depth.allCases.map { MaskKind.nested($0) }
      #expect(depths.flatMap { $0.members(of: layers) }.sorted() == Array(layers.masks.indices))
      for kind in depths + [.small(), .large()] {
        let members = Set(kind.members(of: layers))
        #expect(
          MaskArrangement.without(kind).applied(to: layers).candidates
            == set.candidates.indices.filter { !members.contains($0) }.map { set.candidates[$0] })
      }
    }
  }

  @Test("a mask as large as the scene makes no part of what lies in it")
  func scene() {
    func candidate(_ runs: Range<Int>) -> MaskCandidate {
      var mask = BinaryMask(width: 10, height: 10)
      mask.insert(runs)
      return MaskCandidate(mask: RunLengthMask(mask))
    }
    let layers = MaskLayers(
      MaskSet(
        width: 10, height: 10,
        candidates: [candidate(0..<100), candidate(0..<50), candidate(10..<30), candidate(10..<20)]
      ))
    #expect(MaskKind.nested(.wholes).members(of: layers) == [0, 1])
    #expect(MaskKind.nested(.parts).members(of: layers) == [2])
    #expect(MaskKind.nested(.subparts).members(of: layers) == [3])
    let all = MaskKind.Nesting(scene: 1)
    #expect(MaskKind.nested(.wholes, all).members(of: layers) == [0])
  }

  @Test("the oracle drops the masks that hold several true objects, and says that it is one")
  func oracle() {
    ArrangementCases.forEach { set, labels in
      let (masks, layers) = (pixels(of: set), MaskLayers(set))
      let objects = TruthRegions(componentsOf: labels).objects
      let truths = objects.map { object in
        Pixels((0..<set.width * set.height).filter { object[$0 % set.width, $0 / set.width] })
      }
      let expected = masks.indices.filter { mask in
        truths.count { object in
          let both = object.intersection(masks[mask]).count
          return both > 0 && (10 * both >= masks[mask].count || 2 * both >= object.count)
        } < 2
      }
      let left = MaskOracle.withoutSeveralObjects.applied(to: layers, trueObjects: objects)
      #expect(left.candidates == expected.map { set.candidates[$0] })
      let measures = MaskSetMeasures(
        MaskLayers(left), truth: ClassPlanes(labels), objects: objects)
      #expect(measures.masksWithSeveralObjects == 0)
    }
    #expect(MaskOracle.allCases.allSatisfy { $0.name.contains("oracle") })
  }
}
