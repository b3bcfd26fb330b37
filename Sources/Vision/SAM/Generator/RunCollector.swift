/// Joins the runs of successive rows into alternating run lengths.
struct RunCollector {
  private var runs: [UInt32] = []
  private var end = 0

  /// Adds the set bits of `words`, of which bit 0 is pixel `start` of the picture.
  mutating func append(_ words: Span<UInt64>, at start: Int) {
    for index in words.indices {
      var bits = words[index]
      var position = start + index * 64
      while bits != 0 {
        let zeros = bits.trailingZeroBitCount
        bits >>= UInt64(zeros)
        let ones = (~bits).trailingZeroBitCount
        position += zeros
        append(position..<position + ones)
        position += ones
        // A shift by 64 gives 0, as wanted.
        bits >>= UInt64(ones)
      }
    }
  }

  private mutating func append(_ run: Range<Int>) {
    if run.lowerBound == end, !runs.isEmpty {
      runs[runs.count - 1] += UInt32(run.count)
    } else {
      runs.append(UInt32(run.lowerBound - end))
      runs.append(UInt32(run.count))
    }
    end = run.upperBound
  }

  /// The runs, up to the last of `pixels` pixels.
  func finished(pixels: Int) -> [UInt32] {
    end < pixels || runs.isEmpty ? runs + [UInt32(pixels - end)] : runs
  }
}
