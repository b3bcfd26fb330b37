/// The connected regions of a mask's pixels, or of the pixels outside it, found with eight
/// neighbours run by run.
struct MaskRegions {
  /// Pixels next to each other in one row.
  private struct Run {
    var pixels: Range<Int>
    /// The region's index once all are joined; until then a run of the same region, itself or an
    /// earlier one.
    var region: Int
  }

  private var runs: [Run] = []
  /// Pixels of each region, in the order in which OpenCV labels them.
  private(set) var areas: [Int] = []

  /// The regions of `mask`, or of what it leaves free.
  init(_ mask: BinaryMask, of isInMask: Bool) {
    collectRuns(mask, of: isInMask)
    joinNeighbours(width: mask.width)
    numberRegions(width: mask.width)
  }

  /// Calls `body` with each run of each region that is `wanted` by its index.
  func forEachRun(where wanted: (Int) -> Bool, _ body: (Range<Int>) -> Void) {
    for run in runs where wanted(run.region) { body(run.pixels) }
  }

  private mutating func collectRuns(_ mask: BinaryMask, of isInMask: Bool) {
    var end = 0
    mask.forEachRun { run in
      append(isInMask ? run : end..<run.lowerBound, width: mask.width)
      end = run.upperBound
    }
    if !isInMask { append(end..<mask.pixelCount, width: mask.width) }
  }

  /// Cuts `pixels` where a row ends.
  private mutating func append(_ pixels: Range<Int>, width: Int) {
    var start = pixels.lowerBound
    while start < pixels.upperBound {
      let end = min((start / width + 1) * width, pixels.upperBound)
      runs.append(Run(pixels: start..<end, region: runs.count))
      start = end
    }
  }

  private mutating func joinNeighbours(width: Int) {
    // The first run that may touch this row's from above.
    var above = 0
    for index in runs.indices {
      let row = runs[index].pixels.lowerBound / width
      // Where this run would lie one row up, and a pixel further both ways for the corners.
      let start = runs[index].pixels.lowerBound - width
      let end = runs[index].pixels.upperBound - width
      while above < index, runs[above].pixels.upperBound < start { above += 1 }
      var candidate = above
      while candidate < index, runs[candidate].pixels.lowerBound <= end {
        let pixels = runs[candidate].pixels
        if pixels.lowerBound / width == row - 1, pixels.upperBound >= start {
          join(candidate, index)
        }
        candidate += 1
      }
    }
  }

  private mutating func join(_ a: Int, _ b: Int) {
    let (rootA, rootB) = (root(a), root(b))
    runs[max(rootA, rootB)].region = min(rootA, rootB)
  }

  private mutating func root(_ index: Int) -> Int {
    var index = index
    while runs[index].region != index {
      runs[index].region = runs[runs[index].region].region
      index = runs[index].region
    }
    return index
  }

  /// OpenCV scans blocks of 2×2 pixels and numbers a region by its first block.
  private mutating func numberRegions(width: Int) {
    let roots = runs.indices.map { root($0) }
    var firstBlocks = [Int](repeating: .max, count: runs.count)
    for (run, root) in zip(runs, roots) {
      let (row, column) = run.pixels.lowerBound.quotientAndRemainder(dividingBy: width)
      firstBlocks[root] = min(firstBlocks[root], row / 2 * width + column / 2)
    }
    let regions = roots.indices.filter { roots[$0] == $0 }
      .sorted { firstBlocks[$0] < firstBlocks[$1] }
    var indices = [Int](repeating: 0, count: runs.count)
    for (index, root) in regions.enumerated() { indices[root] = index }
    areas = [Int](repeating: 0, count: regions.count)
    for (run, root) in roots.enumerated() {
      runs[run].region = indices[root]
      areas[indices[root]] += runs[run].pixels.count
    }
  }
}

extension BinaryMask {
  /// Adds the holes of fewer than `area` pixels, those at the image's edge included; says whether
  /// there were any.
  ///
  /// Source: segment-anything 1.0, `remove_small_regions`, `mode="holes"`.
  public mutating func fillHoles(smallerThan area: Int) -> Bool {
    let holes = MaskRegions(self, of: false)
    guard holes.areas.contains(where: { $0 < area }) else { return false }
    holes.forEachRun(where: { holes.areas[$0] < area }) { insert($0) }
    return true
  }

  /// Removes the regions of fewer than `area` pixels, but of a mask that has only such the largest
  /// stays; says whether there were any.
  ///
  /// Source: segment-anything 1.0, `remove_small_regions`, `mode="islands"`.
  public mutating func removeIslands(smallerThan area: Int) -> Bool {
    let islands = MaskRegions(self, of: true)
    guard islands.areas.contains(where: { $0 < area }) else { return false }
    let largest = islands.areas.max() ?? 0
    // The first of the largest, where several are.
    let spared = largest < area ? islands.areas.firstIndex(of: largest) : nil
    islands.forEachRun(where: { islands.areas[$0] < area && $0 != spared }) { remove($0) }
    return true
  }
}
