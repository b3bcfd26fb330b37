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

  @Test("masks that follow the seed closely are trusted less than masks that it contradicts")
  func trust() {
    // The seed fills one mask to 0.7, and the others wholly or not at all; then it is all there is.
    var labels = LabelMap(width: 64, height: 64)
    var masks: [BinaryMask] = []
    for row in 0..<16 {
      var mask = BinaryMask(width: 64, height: 64)
      mask.insert(row * 256..<row * 256 + 256)
      masks.append(mask)
      for pixel in row * 256..<row * 256 + (row == 0 ? 180 : row % 2 == 0 ? 256 : 0) {
        labels.labels[pixel] = 5
      }
    }
    #expect(SEPLRule.treeCut.enhanced(labels, masks: masks) == labels)
    for pixel in 256..<64 * 64 { labels.labels[pixel] = 0 }
    let contradicted = SEPLRule.treeCut.enhanced(labels, masks: masks)
    #expect(contradicted.labels[0..<256].allSatisfy { $0 == 5 })
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
