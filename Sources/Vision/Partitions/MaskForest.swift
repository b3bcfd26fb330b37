/// The masks of an image by containment: each below the smallest mask that holds it.
public struct MaskForest: Sendable, Equatable {
  /// Per mask the one that holds it; nil for a root, for an empty mask, and for one left out.
  public let parents: [Int?]
  /// Per mask those it holds directly, in the order of `order`.
  public let children: [[Int]]
  /// The masks that take part, every one after all that it holds; the graph's order.
  public let order: [Int]

  /// A mask of area A lies in one later in the graph's order, and so larger, that has at least
  /// `containment`·A of its pixels.
  ///
  /// - Parameter included: the masks that take part; the others have neither parent nor child.
  public init(
    _ graph: MaskGraph, containment: Double, including included: (Int) -> Bool = { _ in true }
  ) {
    let members = graph.order.filter { graph.areas[$0] > 0 && included($0) }
    var ranks = [Int](repeating: -1, count: graph.maskCount)
    for (rank, mask) in members.enumerated() { ranks[mask] = rank }
    var parents = [Int?](repeating: nil, count: graph.maskCount)
    var children = [[Int]](repeating: [], count: graph.maskCount)
    for mask in members {
      let holders = graph.overlaps[mask].lazy.filter { overlap in
        ranks[overlap.mask] > ranks[mask]
          && Double(overlap.pixels) >= containment * Double(graph.areas[mask])
      }
      guard let parent = holders.map(\.mask).min(by: { ranks[$0] < ranks[$1] }) else { continue }
      parents[mask] = parent
      children[parent].append(mask)
    }
    self.parents = parents
    self.children = children
    order = members
  }

  /// The number of masks around `mask`.
  public func depth(_ mask: Int) -> Int {
    var (depth, parent) = (0, parents[mask])
    while let holder = parent {
      depth += 1
      parent = parents[holder]
    }
    return depth
  }
}
