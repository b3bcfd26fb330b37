/// A binary tree of regions: leaves `0..<leafCount`, then one node per merge, the root last.
struct RegionTree: Sendable {
  let leafCount: Int
  /// The node that each node merges into; -1 for the root.
  private(set) var parent: [Int32]
  /// The cost of the merge that made a node, never below its parts' own; 0 for leaves.
  private(set) var height: [Float]
  /// Pixels of each node.
  let area: [Int]
  /// Each leaf's place in an order in which the leaves of every node are consecutive.
  let rank: [Int32]
  /// The places of each node's leaves.
  let ranks: [Range<Int32>]

  var root: Int { parent.count - 1 }

  /// Merges the pair of neighbours of least cost until one region is left.
  ///
  /// Source: the greedy scheme and the mixture of colour, texture, size and enclosure follow
  /// Uijlings et al., Selective Search for Object Recognition, IJCV 2013; the mean contrast along a
  /// border and heights that never fall follow Arbeláez et al., Contour Detection and Hierarchical
  /// Image Segmentation, PAMI 2011. No learnt edge detector takes part.
  init(_ regions: RegionFeatures, _ adjacency: RegionAdjacency, _ parameters: RegionTreeParameters)
  {
    var growth = RegionTreeGrowth(regions, adjacency, parameters)
    growth.run()
    leafCount = regions.area.count
    (parent, height, area) = (growth.parent, growth.height, growth.regions.area)
    (rank, ranks) = Self.order(parent: parent, leafCount: leafCount)
  }

  /// How long a node stays as it is, as a share of the cost at which it merges: 0 where it merges
  /// as soon as it is made, 1 for leaves; 0 for the root, which does not outlive the image.
  func stability(_ node: Int) -> Float {
    guard node != root else { return 0 }
    let death = height[Int(parent[node])]
    return death > 0 ? 1 - height[node] / death : 0
  }

  /// The nodes that make up the image when `count` regions are left, ascending.
  func cut(into count: Int) -> [Int] {
    // Node leafCount + k is made by the (k + 1)-th merge, which leaves leafCount - k - 1 regions.
    let end = max(leafCount, min(parent.count, 2 * leafCount - count))
    return (0..<end).filter { parent[$0] < 0 || Int(parent[$0]) >= end }
  }

  private static func order(
    parent: [Int32], leafCount: Int
  ) -> (rank: [Int32], ranks: [Range<Int32>]) {
    var leaves = [Int32](repeating: 0, count: parent.count)
    for node in parent.indices {
      if node < leafCount { leaves[node] = 1 }
      if parent[node] >= 0 { leaves[Int(parent[node])] += leaves[node] }
    }
    // A node's leaves start where its parent's do, or after its elder sibling's.
    var next = [Int32](repeating: 0, count: parent.count)
    var ranks = [Range<Int32>](repeating: 0..<0, count: parent.count)
    for node in parent.indices.reversed() {
      var start: Int32 = 0
      if parent[node] >= 0 {
        start = next[Int(parent[node])]
        next[Int(parent[node])] += leaves[node]
      }
      next[node] = start
      ranks[node] = start..<start + leaves[node]
    }
    return (ranks[..<leafCount].map(\.lowerBound), ranks)
  }
}
