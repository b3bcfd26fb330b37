import CKernels

/// Set operations and overlap counts, a word of 64 pixels at a time.
extension BinaryMask {
  /// Number of pixels in the mask.
  public var count: Int {
    // Sound: the kernel reads `words.count` words of a buffer that outlives the call.
    unsafe words.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return unsafe Int(sepal_popcount(base, buffer.count))
    }
  }

  public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  /// |self ∩ other|, in pixels. Both masks must have the same size.
  public func intersectionCount(_ other: BinaryMask) -> Int {
    requireSameSize(other, "intersectionCount")
    // Sound: both buffers hold `words.count` words (checked above) and outlive the call.
    return unsafe words.withUnsafeBufferPointer { a in
      unsafe other.words.withUnsafeBufferPointer { b in
        guard let a0 = a.baseAddress, let b0 = b.baseAddress else { return 0 }
        return unsafe Int(sepal_popcount_and(a0, b0, a.count))
      }
    }
  }

  /// |self ∩ other|, in pixels, of two masks that share none outside `rows`.
  package func intersectionCount(_ other: BinaryMask, rows: Range<Int>) -> Int {
    requireSameSize(other, "intersectionCount")
    guard !rows.isEmpty else { return 0 }
    precondition(rows.lowerBound >= 0 && rows.upperBound <= height, "intersectionCount: \(rows)")
    // Words at either end may reach into neighbouring rows, where the masks share nothing.
    let (first, last) = (rows.lowerBound * width >> 6, (rows.upperBound * width - 1) >> 6)
    // Sound: `first...last` lies in both buffers, of one size (checked above), which outlive the
    // call.
    return unsafe words.withUnsafeBufferPointer { a in
      unsafe other.words.withUnsafeBufferPointer { b in
        guard let a0 = a.baseAddress, let b0 = b.baseAddress else { return 0 }
        return unsafe Int(sepal_popcount_and(a0 + first, b0 + first, last - first + 1))
      }
    }
  }

  /// Intersection over union, 0 where both masks are empty.
  public func iou(_ other: BinaryMask) -> Double {
    let intersection = intersectionCount(other)
    let union = count + other.count - intersection
    return union == 0 ? 0 : Double(intersection) / Double(union)
  }

  public mutating func formUnion(_ other: BinaryMask) {
    requireSameSize(other, "formUnion")
    // Sound: as `combine` states.
    unsafe combine(other, sepal_or)
  }

  public mutating func formIntersection(_ other: BinaryMask) {
    requireSameSize(other, "formIntersection")
    // Sound: as `combine` states.
    unsafe combine(other, sepal_and)
  }

  public mutating func subtract(_ other: BinaryMask) {
    requireSameSize(other, "subtract")
    // Sound: as `combine` states.
    unsafe combine(other, sepal_and_not)
  }

  /// Sound: the kernel reads and writes `words.count` words of two buffers, which have one size
  /// (checked by the caller), outlive the call, and are distinct since this one is about to change.
  private mutating func combine(
    _ other: BinaryMask,
    _ kernel: (UnsafeMutablePointer<UInt64>, UnsafePointer<UInt64>, Int) -> Void
  ) {
    unsafe words.withUnsafeMutableBufferPointer { a in
      unsafe other.words.withUnsafeBufferPointer { b in
        guard let a0 = a.baseAddress, let b0 = b.baseAddress else { return }
        unsafe kernel(a0, b0, a.count)
      }
    }
  }

  private func requireSameSize(_ other: BinaryMask, _ operation: StaticString) {
    precondition(
      width == other.width && height == other.height,
      "BinaryMask.\(operation): \(width)×\(height) and \(other.width)×\(other.height)")
  }
}
