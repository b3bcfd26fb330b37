/// Draws the nodes of a region tree. A node's leaves are consecutive in the tree's order, so that one
/// pass over the runs of all leaves yields its mask.
struct RegionMasks: Sendable {
  private let width: Int
  private let height: Int
  /// Maximal runs of one leaf in row-major order, by the leaf's rank in the tree's order.
  private var runs: [(start: UInt32, end: UInt32, rank: Int32)] = []

  /// `superpixels` may cover an image `factor` times smaller than `width × height`, whose pixels
  /// then stand for blocks.
  init(
    _ superpixels: Superpixels, ranks: [Int32], width: Int, height: Int, enlargedBy factor: Int
  ) {
    precondition(
      superpixels.width == (width + factor - 1) / factor
        && superpixels.height == (height + factor - 1) / factor,
      "RegionMasks: \(superpixels.width)×\(superpixels.height) times \(factor) for \(width)×\(height)"
    )
    (self.width, self.height) = (width, height)
    for y in 0..<height {
      let row = y / factor * superpixels.width
      for column in 0..<superpixels.width {
        let rank = ranks[Int(superpixels.labels[row + column])]
        let start = UInt32(y * width + column * factor)
        let end = UInt32(y * width + min(width, (column + 1) * factor))
        if let last = runs.last, last.rank == rank, last.end == start {
          runs[runs.count - 1].end = end
        } else {
          runs.append((start, end, rank))
        }
      }
    }
  }

  /// The mask of the leaves whose ranks lie in `range`.
  func mask(_ range: Range<Int32>) -> RunLengthMask {
    var mask = BinaryMask(width: width, height: height)
    for run in runs where range.contains(run.rank) { mask.insert(Int(run.start)..<Int(run.end)) }
    return RunLengthMask(mask)
  }
}
