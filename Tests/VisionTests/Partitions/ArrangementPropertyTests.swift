import TestSupport
import Testing
import Vision

/// What every arrangement promises, on random masks.
@Suite("Promises of mask arrangements")
struct ArrangementPropertyTests {
  private static let sequences: [MaskArrangement] = [
    .sequence([.boxNMS(0.8), .smallOverLarge]), .sequence([.atoms, .maskNMS(0.5)]),
    .sequence([.singleObject(), .levelNMS()]),
  ]
  private static let kinds =
    MaskKind.Depth.allCases.map { MaskKind.nested($0) } + [.small(below: 0.1), .large()]
  static let arrangements =
    MaskArrangement.compared + sequences + kinds.map { .without($0) }

  @Test("an exclusive arrangement gives masks that share no pixel", arguments: arrangements)
  func exclusive(arrangement: MaskArrangement) {
    var sharing = 0
    ArrangementCases.forEach { set, labels in
      let masks = pixels(of: arrangement.applied(to: set, seeds: ClassPlanes(labels)))
      let union = masks.reduce(into: Pixels()) { $0.formUnion($1) }
      if masks.reduce(0, { $0 + $1.count }) != union.count { sharing += 1 }
    }
    #expect((sharing == 0) == arrangement.isExclusive)
  }

  @Test("no arrangement covers a pixel that no mask covered", arguments: arrangements)
  func nothingNew(arrangement: MaskArrangement) {
    ArrangementCases.forEach { set, labels in
      let before = pixels(of: set).reduce(into: Pixels()) { $0.formUnion($1) }
      let arranged = arrangement.applied(to: set, seeds: ClassPlanes(labels))
      let after = pixels(of: arranged).reduce(into: Pixels()) { $0.formUnion($1) }
      #expect(after.isSubset(of: before))
      #expect(arranged.candidates.allSatisfy { $0.area == $0.mask.count })
      let keepsAll: [MaskArrangement] = [
        .none, .smallOverLarge, .byScore, .quasiSuperpixels(), .atoms,
      ]
      if keepsAll.contains(arrangement) { #expect(after == before) }
    }
  }

  @Test(
    "the order of the masks does not matter where scores do not tie by it",
    arguments: arrangements)
  func orderFree(arrangement: MaskArrangement) {
    // Box NMS takes the earlier of equal scores, as the generator does.
    if arrangement.name.contains("box-nms") { return }
    var differing = 0
    ArrangementCases.forEach { set, labels in
      let seeds = ClassPlanes(labels)
      // Of equal masks with different traits the earlier wins, so there must be none.
      var distinct = set
      distinct.candidates = []
      for candidate in set.candidates
      where !distinct.candidates.contains(where: { $0.mask == candidate.mask }) {
        distinct.candidates.append(candidate)
      }
      var turned = distinct
      turned.candidates.reverse()
      let masks = Set(pixels(of: arrangement.applied(to: distinct, seeds: seeds)))
      if Set(pixels(of: arrangement.applied(to: turned, seeds: seeds))) != masks { differing += 1 }
    }
    #expect(differing == 0)
  }

  @Test("arrangements have names of their own, with their numbers")
  func names() {
    let names = Self.arrangements.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.contains("box-nms-0.8+small-over-large"))
    #expect(MaskArrangement.boxNMS(0.7).name != MaskArrangement.boxNMS(0.75).name)
  }

  @Test("a mask with the seeds of two classes is no single object; nor is one its parts cover")
  func singleObject() {
    var labels = LabelMap(width: 10, height: 4)
    for x in 0..<10 { labels[x, 0] = x < 5 ? 1 : 2 }
    func candidate(_ runs: Range<Int>, _ score: Float) -> MaskCandidate {
      var mask = BinaryMask(width: 10, height: 4)
      mask.insert(runs)
      return MaskCandidate(mask: RunLengthMask(mask), predictedIoU: score)
    }
    let both = candidate(0..<20, 0.9)
    let set = MaskSet(
      width: 10, height: 4,
      candidates: [both, candidate(0..<5, 0.8), candidate(20..<40, 0.7)]
        + [candidate(20..<30, 0.8), candidate(30..<40, 0.75)])
    let kept = MaskArrangement.singleObject().applied(to: set, seeds: ClassPlanes(labels))
    #expect(kept.candidates == [1, 3, 4].map { set.candidates[$0] })
    let withoutSeeds = MaskArrangement.singleObject().applied(to: set)
    #expect(withoutSeeds.candidates == [0, 1, 3, 4].map { set.candidates[$0] })
  }

  @Test("within a level the worse of two like masks goes, and what fills little of another")
  func levelNMS() {
    func candidate(_ runs: Range<Int>, _ score: Float, _ level: Int) -> MaskCandidate {
      var mask = BinaryMask(width: 20, height: 2)
      mask.insert(runs)
      return MaskCandidate(
        mask: RunLengthMask(mask), predictedIoU: score, stability: 1, level: level)
    }
    let set = MaskSet(
      width: 20, height: 2,
      candidates: [
        candidate(0..<20, 0.8, 0), candidate(0..<19, 0.9, 0), candidate(0..<4, 0.99, 0),
        candidate(0..<20, 0.75, 1), candidate(0..<6, 0.7, 1), candidate(30..<35, 0.2, 2),
      ])
    let kept = MaskArrangement.levelNMS().applied(to: set)
    #expect(kept.candidates == [1, 3, 5].map { set.candidates[$0] })
  }
}
