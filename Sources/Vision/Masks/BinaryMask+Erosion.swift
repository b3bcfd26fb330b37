/// Erosion by a square, whole words at a time.
extension BinaryMask {
  /// The pixels whose whole neighbourhood of (2 `distance` + 1)² pixels lies in the mask; pixels
  /// outside the image count as outside the mask.
  ///
  /// The same as `distance` erosions by a 3×3 square of an image framed with zeros.
  /// Source: Cheng et al., Boundary IoU, CVPR 2021 (mask minus its erosion is the boundary region).
  public func eroded(by distance: Int) -> BinaryMask {
    precondition(distance >= 0, "BinaryMask.eroded: distance \(distance)")
    guard distance > 0 else { return self }
    let side = 2 * distance + 1
    guard side <= width, side <= height else { return BinaryMask(width: width, height: height) }

    var result = self
    // The words know no rows: near the left and right edge a window reaches into the next row.
    // Those pixels are not in the result anyway.
    result.keepWindows(of: side, stride: 1)
    result.clearColumns(within: distance)
    result.keepWindows(of: side, stride: width)
    return result
  }

  /// Keeps bit `i` where the `length` (odd) bits at `i`, `i ± stride`, … around it are all set,
  /// in logarithmically many steps: a window of a + b is the conjunction of two shorter ones.
  private mutating func keepWindows(of length: Int, stride: Int) {
    var reach = 1
    while reach < length {
      let step = min(reach, length - reach)
      formIntersectionWithBits(ahead: step * stride)
      reach += step
    }
    delay(by: length / 2 * stride)
  }

  /// Bit `i` stays where bit `i + offset` is set too.
  private mutating func formIntersectionWithBits(ahead offset: Int) {
    let (skip, shift) = (offset >> 6, UInt64(offset & 63))
    let count = words.count
    for i in 0..<max(0, count - skip) {
      let low = words[i + skip] >> shift
      let next = i + skip + 1
      // A shift by 64 or more gives 0, as wanted.
      let high = next < count ? words[next] << (64 - shift) : 0
      words[i] &= low | high
    }
    for i in max(0, count - skip)..<count { words[i] = 0 }
  }

  /// Moves bit `i` to bit `i + offset`. No bit may leave the image.
  private mutating func delay(by offset: Int) {
    let (skip, shift) = (offset >> 6, UInt64(offset & 63))
    for i in words.indices.reversed() {
      let from = i - skip
      let high = from >= 0 ? words[from] << shift : 0
      let low = from >= 1 ? words[from - 1] >> (64 - shift) : 0
      words[i] = high | low
    }
  }

  private mutating func clearColumns(within distance: Int) {
    remove(0..<distance)
    // The end of one row and the start of the next are neighbours.
    for row in 1..<height { remove(row * width - distance..<row * width + distance) }
    remove(pixelCount - distance..<pixelCount)
  }
}
