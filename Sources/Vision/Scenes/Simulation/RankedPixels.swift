/// Pixels with a rank each, of which the lowest are wanted, exactly so many.
struct RankedPixels {
  private var pixels: [Int] = []
  private var ranks: [Float] = []

  init(capacity: Int) {
    pixels.reserveCapacity(capacity)
    ranks.reserveCapacity(capacity)
  }

  mutating func append(_ pixel: Int, _ rank: Float) {
    pixels.append(pixel)
    ranks.append(rank)
  }

  /// The pixels of lowest rank, of which `count` count (all, where fewer do); those that do not
  /// count come with them. Ranks closer than 1/65536 of their range are equal, and the earlier
  /// pixel wins.
  func lowest(_ count: Int, counting: (Int) -> Bool = { _ in true }) -> [Int] {
    guard count > 0, let low = ranks.min(), let high = ranks.max() else { return [] }
    let scale = high > low ? Float(Self.bins - 1) / (high - low) : 0
    var sizes = [Int](repeating: 0, count: Self.bins)
    for (pixel, rank) in zip(pixels, ranks) where counting(pixel) {
      sizes[Int((rank - low) * scale)] += 1
    }
    var (last, left) = (0, count)
    while last < Self.bins - 1 && sizes[last] < left {
      left -= sizes[last]
      last += 1
    }
    var lowest: [Int] = []
    for (pixel, rank) in zip(pixels, ranks) {
      let bin = Int((rank - low) * scale)
      if bin < last {
        lowest.append(pixel)
      } else if bin == last && left > 0 {
        lowest.append(pixel)
        if counting(pixel) { left -= 1 }
      }
    }
    return lowest
  }

  private static let bins = 1 << 16
}
