import TestSupport
import Testing
import Vision

/// Our own rule, against a plain model and against what it is meant for.
@Suite("The rule tree-cut")
struct TreeCutTests {
  @Test("tree-cut equals a plain model on 400 random images, whatever the order of masks")
  func plainModel() {
    ArrangementCases.forEach { set, labels in
      let masks = set.binaryMasks
      let enhanced = SEPLRule.treeCut.enhanced(labels, masks: masks)
      #expect(enhanced.labels == PlainTreeCut(labels, pixels(of: set)).labels)
      #expect(SEPLRule.treeCut.enhanced(labels, masks: masks.reversed()) == enhanced)
    }
  }

  @Test("a mask over two objects does not make them one, nor does one as large as the scene")
  func severalObjects() {
    let (labels, objects) = Self.twoObjects
    var both = objects[0]
    both.formUnion(objects[1])
    var scene = BinaryMask(width: 40, height: 20)
    scene.insert(0..<800)
    let enhanced = SEPLRule.treeCut.enhanced(labels, masks: objects + [both, scene])
    for (label, object) in zip([3, 7] as [UInt8], objects) {
      #expect(BinaryMask(enhanced, equalTo: label) == object)
    }
  }

  @Test("an object whose masks all miss keeps its seed")
  func noMask() {
    let (labels, objects) = Self.twoObjects
    let enhanced = SEPLRule.treeCut.enhanced(labels, masks: [objects[0]])
    #expect(BinaryMask(enhanced, equalTo: 3) == objects[0])
    #expect(BinaryMask(enhanced, equalTo: 7) == BinaryMask(labels, equalTo: 7))
  }

  @Test("seeds outside all masks go where masks explain the class, and stay where they do not")
  func spill() {
    var (labels, objects) = Self.twoObjects
    for x in 2..<20 { labels[x, 18] = 3 }
    let with = SEPLRule.treeCut.enhanced(labels, masks: objects)
    #expect(BinaryMask(with, equalTo: 3) == objects[0])
    let without = SEPLRule.treeCut.enhanced(labels, masks: [objects[1]])
    #expect(BinaryMask(without, equalTo: 3) == BinaryMask(labels, equalTo: 3))
  }

  @Test("the more of its class a mask holds, the less of it the class must fill")
  func share() {
    // 26 of the 64 pixels of the first mask have the class.
    var labels = LabelMap(width: 32, height: 32)
    for pixel in 0..<26 { labels.labels[pixel] = 5 }
    let masks = (0..<8).map { row in
      var mask = BinaryMask(width: 32, height: 32)
      mask.insert(row * 64..<row * 64 + 64)
      return mask
    }
    let alone = SEPLRule.treeCut.enhanced(labels, masks: masks)
    #expect(BinaryMask(alone, equalTo: 5) == masks[0])
    for pixel in 64..<256 { labels.labels[pixel] = 5 }
    let beside = SEPLRule.treeCut.enhanced(labels, masks: masks)
    #expect(beside.labels[0..<64].allSatisfy { $0 == 0 })
    #expect(beside.labels[64..<256].allSatisfy { $0 == 5 })
  }

  @Test("its thresholds move that: with others the same seed takes the mask, or does not")
  func thresholds() {
    var labels = LabelMap(width: 32, height: 32)
    for pixel in Array(0..<26) + Array(64..<256) { labels.labels[pixel] = 5 }
    var mask = BinaryMask(width: 32, height: 32)
    mask.insert(0..<64)
    func isTaken(_ thresholds: SEPLThresholds) -> Bool {
      SEPLRule.treeCut.enhanced(labels, masks: [mask], thresholds: thresholds).labels[30] == 5
    }
    #expect(!isTaken(SEPLThresholds()))
    #expect(isTaken(SEPLThresholds(mask: 0.35)))
    #expect(isTaken(SEPLThresholds(label: 0.1)))
    #expect(!isTaken(SEPLThresholds(mask: 1, label: 1)))
  }

  @Test("an object that no mask covers keeps its seed, though masks explain its class elsewhere")
  func uncovered() {
    // One class, twice: a mask over the left one; the right one fills half of what no mask covers.
    var labels = LabelMap(width: 20, height: 10)
    var mask = BinaryMask(width: 20, height: 10)
    for y in 0..<10 {
      mask.insert(y * 20..<y * 20 + 14)
      for x in Array(2..<12) + Array(17..<20) { labels[x, y] = 9 }
    }
    let enhanced = SEPLRule.treeCut.enhanced(labels, masks: [mask])
    #expect((0..<10).allSatisfy { enhanced[18, $0] == 9 && enhanced[0, $0] == 9 })
  }

  /// Two rectangles, 3 on the left and 7 on the right, of which the seed has the middle.
  private static var twoObjects: (LabelMap, [BinaryMask]) {
    var labels = LabelMap(width: 40, height: 20)
    var objects = [BinaryMask](repeating: BinaryMask(width: 40, height: 20), count: 2)
    for y in 4..<16 {
      objects[0].insert(y * 40 + 4..<y * 40 + 16)
      objects[1].insert(y * 40 + 20..<y * 40 + 36)
      for x in 6..<14 { labels[x, y] = 3 }
      for x in 23..<33 { labels[x, y] = 7 }
    }
    return (labels, objects)
  }
}
