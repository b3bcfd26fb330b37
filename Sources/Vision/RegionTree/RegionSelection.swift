/// The nodes of a region tree that become masks, the most stable first.
struct RegionSelection: Sendable {
  struct Choice: Sendable {
    let node: Int
    let stability: Float
    /// How many other chosen nodes hold this one.
    var depth = 0
  }

  private(set) var choices: [Choice] = []

  init(_ tree: RegionTree, _ superpixels: Superpixels, _ parameters: RegionTreeParameters) {
    let image = Double(tree.area[tree.root])
    let areas = parameters.minimumAreaShare * image...parameters.maximumAreaShare * image
    let parts = tree.cut(into: parameters.parts)
    let borderShare = Self.borderShares(tree, superpixels)
    let firstLarger = (parts.last ?? -1) + 1
    let larger = (firstLarger..<tree.parent.count).filter {
      tree.stability($0) >= parameters.minimumStability
        && borderShare[$0] <= parameters.maximumBorderShare
    }
    func choices(_ nodes: [Int]) -> [Choice] {
      nodes.filter { areas.contains(Double(tree.area[$0])) }
        .map { Choice(node: $0, stability: tree.stability($0)) }
        .sorted { ($1.stability, $0.node) < ($0.stability, $1.node) }
    }
    self.choices = choices(parts)
    // A part is never dropped for a larger region, since the parts together cover the image.
    for choice in choices(larger) where isNew(choice, tree, parameters.maskNMSThreshold) {
      self.choices.append(choice)
    }
    self.choices.sort { ($1.stability, $0.node) < ($0.stability, $1.node) }
    for index in self.choices.indices {
      let node = self.choices[index].node
      self.choices[index].depth = self.choices.count {
        $0.node != node && Self.holds($0.node, node, tree)
      }
    }
  }

  /// Two nodes are nested or disjoint, so their IoU is the quotient of their areas or 0.
  private func isNew(_ choice: Choice, _ tree: RegionTree, _ threshold: Double) -> Bool {
    !choices.contains { other in
      let (small, large) = (min(choice.node, other.node), max(choice.node, other.node))
      return Self.holds(large, small, tree)
        && Double(tree.area[small]) > threshold * Double(tree.area[large])
    }
  }

  private static func holds(_ large: Int, _ small: Int, _ tree: RegionTree) -> Bool {
    tree.ranks[large].lowerBound <= tree.ranks[small].lowerBound
      && tree.ranks[small].upperBound <= tree.ranks[large].upperBound
  }

  /// The share of the image's outline that each node takes, in pixels of the outermost rows and
  /// columns, corners twice.
  private static func borderShares(_ tree: RegionTree, _ superpixels: Superpixels) -> [Double] {
    let (width, height) = (superpixels.width, superpixels.height)
    var pixels = [Int](repeating: 0, count: tree.parent.count)
    for x in 0..<width {
      pixels[Int(superpixels.labels[x])] += 1
      pixels[Int(superpixels.labels[(height - 1) * width + x])] += 1
    }
    for y in 0..<height {
      pixels[Int(superpixels.labels[y * width])] += 1
      pixels[Int(superpixels.labels[y * width + width - 1])] += 1
    }
    for node in pixels.indices where tree.parent[node] >= 0 {
      pixels[Int(tree.parent[node])] += pixels[node]
    }
    return pixels.map { Double($0) / Double(2 * (width + height)) }
  }
}
