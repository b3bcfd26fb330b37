/// Which masks look as if they held more than one object.
///
/// A mask fails if the seeds of two classes each fill at least `seedShare` of it; or if at least two
/// masks directly inside it together cover at least `coverage` of it and have, weighted by area, a
/// higher mean score than its own.
public struct SingleObjectTest: Sendable, Hashable {
  public var seedShare: Double
  public var coverage: Double
  /// The share of a mask that must lie in another for it to be inside.
  public var containment: Double

  public init(seedShare: Double = 0.1, coverage: Double = 0.9, containment: Double = 0.9) {
    (self.seedShare, self.coverage, self.containment) = (seedShare, coverage, containment)
  }

  var name: String { "\(seedShare)-\(coverage)-\(containment)" }

  /// The masks that pass.
  func kept(of layers: MaskLayers, seeds: ClassPlanes?) -> [Int] {
    let forest = MaskForest(layers.graph, containment: containment)
    let table = seeds.map { OverlapTable(layers.masks, $0) }
    return layers.masks.indices.filter { mask in
      let classes = table.map { table in
        table.classes.indices.count { index in
          table.overlap(mask: mask, classIndex: index) > 0
            && table.shareOfMask(mask: mask, classIndex: index) >= seedShare
        }
      }
      return (classes ?? 0) < 2 && !isBetterCovered(mask, layers, forest.children[mask])
    }
  }

  private func isBetterCovered(_ mask: Int, _ layers: MaskLayers, _ children: [Int]) -> Bool {
    guard children.count > 1 else { return false }
    var covered = BinaryMask(width: layers.set.width, height: layers.set.height)
    var (scores, pixels) = (0.0, 0)
    for child in children {
      covered.formUnion(layers.masks[child])
      scores += Double(layers.score(child)) * Double(layers.graph.areas[child])
      pixels += layers.graph.areas[child]
    }
    covered.formIntersection(layers.masks[mask])
    return Double(covered.count) >= coverage * Double(layers.graph.areas[mask])
      && scores / Double(pixels) > Double(layers.score(mask))
  }
}
