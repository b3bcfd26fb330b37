import TestSupport
import Testing
import Vision

@Suite("Measures of a mask set")
struct MaskSetMeasureTests {
  private static func mask(_ rows: Range<Int>, _ columns: Range<Int>) -> BinaryMask {
    var mask = BinaryMask(width: 40, height: 20)
    for y in rows { mask.insert(y * 40 + columns.lowerBound..<y * 40 + columns.upperBound) }
    return mask
  }

  private static func layers(_ masks: [BinaryMask]) -> MaskLayers {
    MaskLayers(
      MaskSet(
        width: 40, height: 20,
        candidates: masks.map { MaskCandidate(mask: RunLengthMask($0)) }))
  }

  /// Class 2 on the left, class 5 in two objects on the right.
  private static let truth: LabelMap = {
    var truth = LabelMap(width: 40, height: 20)
    for (label, region) in [
      (2, mask(4..<12, 4..<12)), (5, mask(4..<12, 14..<22)), (5, mask(4..<12, 28..<36)),
    ] as [(UInt8, BinaryMask)] {
      region.forEachRun { run in for pixel in run { truth.labels[pixel] = label } }
    }
    return truth
  }()

  @Test("a worked case: overlap, coverage, masks of several objects and of several classes")
  func workedCase() {
    let masks = [
      Self.mask(4..<12, 4..<12), Self.mask(4..<12, 4..<22), Self.mask(4..<12, 14..<36),
      Self.mask(14..<16, 0..<40), BinaryMask(width: 40, height: 20),
    ]
    let measures = MaskSetMeasures(
      Self.layers(masks), truth: ClassPlanes(Self.truth),
      objects: TruthRegions(componentsOf: Self.truth).objects)
    #expect(measures.masks == 4)
    #expect(measures.maskPixels == 64 + 144 + 176 + 80)
    #expect(measures.coveredPixels == 8 * 32 + 80)
    #expect(measures.coverage == 336.0 / 800)
    #expect(measures.masksWithSeveralObjects == 2)
    #expect(measures.masksWithSeveralClasses == 1)
    #expect(measures.shareWithSeveralObjects == 0.5)
    // Three contours of 28 pixels; four of the last one's left side are two pixels or more from any
    // mask's, as a mask runs across it.
    #expect(measures.contourPixels == 84)
    #expect(measures.recalledContourPixels == 80)
  }

  @Test("contours that no mask follows are not recalled")
  func recall() {
    let measures = MaskSetMeasures(
      Self.layers([Self.mask(4..<12, 4..<12)]), truth: ClassPlanes(Self.truth), objects: [])
    #expect(measures.boundaryRecall == 28.0 / 84)
    let none = MaskSetMeasures(Self.layers([]), truth: ClassPlanes(Self.truth), objects: [])
    #expect(none.boundaryRecall == 0)
    #expect(none.masksPerCoveredPixel == nil)
    #expect(none.shareWithSeveralObjects == nil)
  }

  @Test("sums over images are those of the counts")
  func sums() {
    let one = MaskSetMeasures(
      Self.layers([Self.mask(4..<12, 4..<12)]), truth: ClassPlanes(Self.truth), objects: [])
    var sum = one
    sum += one
    #expect((sum.images, sum.masks, sum.pixels) == (2, 2, 1600))
    #expect(sum.boundaryRecall == one.boundaryRecall)
  }

  @Test("the best cut is never worse than the best class per mask, and perfect where masks allow")
  func oracles() {
    ArrangementCases.forEach { set, labels in
      let (layers, truth) = (MaskLayers(set), ClassPlanes(labels))
      func correct(_ prediction: ClassPlanes) -> Int {
        let counts = ConfusionMatrix(truth: truth, prediction: prediction, classes: 4).classCounts
        return counts.reduce(0) { $0 + $1.both }
      }
      let cut = layers.bestCut(truth: truth)
      #expect(correct(cut) >= correct(layers.bestClassPerMask(truth: truth)))
      // Within a piece no other label is more frequent.
      let map = cut.labelMap
      for piece in pixels(of: MaskArrangement.atoms.applied(to: layers)) {
        let known = piece.map { labels.labels[$0] }.filter { $0 != LabelMap.void }
        let most = Set(known).map { label in known.count { $0 == label } }.max() ?? 0
        let given = Set(piece.map { map.labels[$0] })
        #expect(given.count == 1)
        #expect(known.count { given.contains($0) } == most)
      }
    }
    let objects = TruthRegions(componentsOf: Self.truth).objects
    let truth = ClassPlanes(Self.truth)
    #expect(Self.layers(objects).bestCut(truth: truth).labelMap == Self.truth)
  }
}
