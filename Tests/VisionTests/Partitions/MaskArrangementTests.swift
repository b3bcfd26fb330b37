import TestSupport
import Testing
import Vision

/// Every arrangement against a plain model that follows its wording pixel by pixel.
@Suite("Mask arrangements")
struct MaskArrangementTests {
  /// Those that experiments compare, the thresholds that `box-nms` sweeps, and others of each kind.
  static let arrangements: [MaskArrangement] =
    MaskArrangement.compared
    + [0.3, 0.4, 0.5, 0.6, 0.8, 0.9, 0.95].map { .boxNMS($0) }
    + [.maskNMS(0.3), .maskNMS(0.3, of: .smaller), .quasiSuperpixels(containment: 0.8)]
    + [.panoptic(overlap: 0.2), .levelNMS(LevelNMS(iou: 0.5, score: 0.4, inner: 0.2))]
    + [.levelNMS(LevelNMS(iou: 0.9, score: 0.9, inner: 1))]
    + [.singleObject(SingleObjectTest(seedShare: 0.3, coverage: 0.5, containment: 0.6))]
    + [.singleObject(SingleObjectTest(seedShare: 0.01, coverage: 1, containment: 1))]
    + [.sequence([.boxNMS(0.8), .smallOverLarge]), .sequence([.atoms, .maskNMS(0.5)])]
    + [.sequence([.singleObject(), .levelNMS(), .byScore])]
    + MaskKind.Depth.allCases.map { .without(.nested($0)) }
    + [
      .without(.small(below: 0.05)), .without(.large()),
      .without(.nested(.parts, .init(scene: 0.6))),
    ]

  @Test("an arrangement equals a plain model of it on 800 sets", arguments: arrangements)
  func plainModel(arrangement: MaskArrangement) {
    func check(_ set: MaskSet, _ labels: LabelMap) {
      let expected = PlainArrangement(set, labels).applying(arrangement)
      let arranged = arrangement.applied(to: set, seeds: ClassPlanes(labels))
      #expect(pixels(of: arranged) == expected.map(\.pixels))
      for (candidate, mask) in zip(arranged.candidates, expected) {
        var owner = set.candidates[mask.owner]
        (owner.mask, owner.area) = (candidate.mask, mask.pixels.count)
        #expect(candidate == owner)
      }
    }
    ArrangementCases.forEach(check)
    ArrangementCases.forEachRelated(check)
  }

  @Test("without a pseudo label the test for single objects has the masks alone to go by")
  func withoutLabels() {
    ArrangementCases.forEachRelated { set, _ in
      let arranged = MaskArrangement.singleObject().applied(to: set)
      let expected = PlainArrangement(set).applying(.singleObject())
      #expect(pixels(of: arranged) == expected.map(\.pixels))
    }
  }

  @Test(
    "each condition of the filters decides some of the sets",
    arguments: [
      (MaskArrangement.levelNMS(), MaskArrangement.levelNMS(LevelNMS(iou: 1))),
      (.levelNMS(), .levelNMS(LevelNMS(score: 0))), (.levelNMS(), .levelNMS(LevelNMS(inner: 0))),
      (.singleObject(), .singleObject(SingleObjectTest(seedShare: 2))),
      (.singleObject(), .singleObject(SingleObjectTest(coverage: 2))),
      (.singleObject(), .singleObject(SingleObjectTest(containment: 2))),
    ])
  func conditions(whole: MaskArrangement, without: MaskArrangement) {
    var differing = 0
    ArrangementCases.forEachRelated { set, labels in
      let seeds = ClassPlanes(labels)
      if whole.applied(to: set, seeds: seeds) != without.applied(to: set, seeds: seeds) {
        differing += 1
      }
    }
    #expect(differing >= 20)
  }
}
