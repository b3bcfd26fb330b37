import TestSupport
import Testing
import Vision

@Suite("The graph and the forest of masks")
struct MaskGraphTests {
  @Test("overlaps, areas and boxes equal those counted pixel by pixel")
  func counts() {
    ArrangementCases.forEach { set, _ in
      let masks = pixels(of: set)
      let graph = MaskGraph(set.binaryMasks)
      #expect(graph.areas == masks.map(\.count))
      #expect(graph.boxes == set.candidates.map(\.mask.boundingBox))
      #expect(graph.order == plainOrder(set))
      for (a, first) in masks.enumerated() {
        let expected = masks.indices.filter { $0 != a && !first.isDisjoint(with: masks[$0]) }
        #expect(graph.overlaps[a].map(\.mask) == expected)
        for (b, second) in masks.enumerated() {
          #expect(graph.intersection(a, b) == first.intersection(second).count)
        }
      }
    }
  }

  @Test("a mask's parent is the smallest mask that holds enough of it", arguments: [0.3, 0.9, 1])
  func forest(containment: Double) {
    ArrangementCases.forEach { set, _ in
      let masks = pixels(of: set)
      let forest = MaskForest(MaskGraph(set.binaryMasks), containment: containment)
      let order = plainOrder(set).filter { !masks[$0].isEmpty }
      #expect(forest.order == order)
      for (rank, mask) in order.enumerated() {
        let parent = order.dropFirst(rank + 1).first { larger in
          let shared = masks[mask].intersection(masks[larger]).count
          return Double(shared) >= containment * Double(masks[mask].count)
        }
        #expect(forest.parents[mask] == parent)
        #expect(forest.depth(mask) == (parent.map { forest.depth($0) + 1 } ?? 0))
        #expect(forest.children[mask].allSatisfy { forest.parents[$0] == mask })
      }
      #expect(forest.children.joined().count + forest.parents.count { $0 == nil } == masks.count)
    }
  }

  @Test("a mask left out is nobody's parent")
  func leftOut() {
    var masks: [BinaryMask] = []
    for width in [10, 20, 30] {
      var mask = BinaryMask(width: 40, height: 1)
      mask.insert(0..<width)
      masks.append(mask)
    }
    let graph = MaskGraph(masks)
    #expect(MaskForest(graph, containment: 1).parents == [1, 2, nil])
    #expect(MaskForest(graph, containment: 1) { $0 != 1 }.parents == [2, nil, nil])
  }

  @Test("dilation and contours equal those found pixel by pixel")
  func dilation() {
    for (index, size) in [(1, 1), (2, 7), (3, 3), (9, 4), (31, 33)].enumerated() {
      var generator = CaseGenerator(seed: UInt64(index))
      for mask in generator.masks(width: size.0, height: size.1, atMost: 40) {
        for distance in [0, 1, 3] { #expect(mask.dilated(by: distance) == dilated(mask, distance)) }
        #expect(mask.contour == plainContour(mask))
      }
    }
  }

  private func dilated(_ mask: BinaryMask, _ distance: Int) -> BinaryMask {
    var result = BinaryMask(width: mask.width, height: mask.height)
    for y in 0..<mask.height {
      for x in 0..<mask.width {
        result[x, y] = (max(0, y - distance)...min(mask.height - 1, y + distance)).contains { row in
          (max(0, x - distance)...min(mask.width - 1, x + distance)).contains { mask[$0, row] }
        }
      }
    }
    return result
  }

  private func plainContour(_ mask: BinaryMask) -> BinaryMask {
    var result = BinaryMask(width: mask.width, height: mask.height)
    guard mask.width > 2, mask.height > 2 else { return result }
    for y in 1..<mask.height - 1 {
      for x in 1..<mask.width - 1 where mask[x, y] {
        result[x, y] = (y - 1...y + 1).contains { row in
          (x - 1...x + 1).contains { !mask[$0, row] }
        }
      }
    }
    return result
  }
}
