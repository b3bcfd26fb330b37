/// The state of a region tree while its regions merge.
struct RegionTreeGrowth {
  private(set) var parent: [Int32]
  private(set) var height: [Float]
  private(set) var regions: RegionFeatures
  private var adjacency: RegionAdjacency
  private var queue = MergeQueue()
  private let parameters: RegionTreeParameters
  private let pixels: Float

  init(_ regions: RegionFeatures, _ adjacency: RegionAdjacency, _ parameters: RegionTreeParameters)
  {
    (self.regions, self.adjacency, self.parameters) = (regions, adjacency, parameters)
    parent = [Int32](repeating: -1, count: regions.area.count)
    height = [Float](repeating: 0, count: regions.area.count)
    pixels = Float(regions.area.reduce(0, +))
  }

  mutating func run() {
    for region in parent.indices {
      for border in adjacency.borders[region] where Int(border.neighbour) > region {
        push(region, border)
      }
    }
    while let merge = queue.pop() {
      let (a, b) = (Int(merge.a), Int(merge.b))
      // A pair whose region has merged since is out of date; the union has pairs of its own.
      guard parent[a] < 0, parent[b] < 0 else { continue }
      let union = parent.count
      (parent[a], parent[b]) = (Int32(union), Int32(union))
      parent.append(-1)
      height.append(max(merge.cost, height[a], height[b]))
      regions.appendUnion(a, b)
      adjacency.appendUnion(a, b)
      for border in adjacency.borders[union] { push(union, border) }
    }
  }

  private mutating func push(_ region: Int, _ border: RegionAdjacency.Border) {
    let neighbour = Int(border.neighbour)
    queue.push(
      Merge(
        cost: cost(region, border), a: Int32(min(region, neighbour)),
        b: Int32(max(region, neighbour))))
  }

  private func cost(_ a: Int, _ border: RegionAdjacency.Border) -> Float {
    let b = Int(border.neighbour)
    let colour = regions.meanColourDifference(a, b)
    let difference =
      parameters.meanColourWeight * colour / (colour + parameters.colourScale)
      + parameters.colourHistogramWeight * regions.colourHistogramDifference(a, b)
      + parameters.textureWeight * regions.textureDifference(a, b)
      + parameters.contrastWeight * border.contrast / border.length
    let enclosure = border.length / min(adjacency.perimeter[a], adjacency.perimeter[b])
    let smaller = Float(min(regions.area[a], regions.area[b])) / pixels
    // The root of the size lets small regions go first without hiding the small that stand out.
    return difference * (1 - parameters.enclosureDiscount * enclosure) * smaller.squareRoot()
  }
}
