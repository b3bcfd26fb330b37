/// A set of pixels, one bit each: pixel `(x, y)` is bit `y * width + x`, row-major without padding
/// between rows, the lowest bit of each word first. Bits beyond the last pixel are zero.
public struct BinaryMask: Sendable, Equatable {
  public let width: Int
  public let height: Int
  package(set) public var words: [UInt64]

  /// The empty mask.
  public init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "BinaryMask: \(width)×\(height)")
    self.width = width
    self.height = height
    words = [UInt64](repeating: 0, count: (width * height + 63) / 64)
  }

  /// Takes `words` as they are: enough for every pixel, no bit set beyond the last one.
  package init(width: Int, height: Int, words: [UInt64]) {
    precondition(
      width > 0 && height > 0 && words.count == (width * height + 63) / 64,
      "BinaryMask: \(words.count) words for \(width)×\(height)")
    self.width = width
    self.height = height
    self.words = words
  }

  /// Width times height.
  public var pixelCount: Int { width * height }

  public subscript(x: Int, y: Int) -> Bool {
    get {
      let bit = y * width + x
      return words[bit >> 6] >> UInt64(bit & 63) & 1 == 1
    }
    set {
      let bit = y * width + x
      let mask: UInt64 = 1 << UInt64(bit & 63)
      if newValue { words[bit >> 6] |= mask } else { words[bit >> 6] &= ~mask }
    }
  }

  /// Sets the pixels `range` of the row-major order.
  public mutating func insert(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    precondition(range.lowerBound >= 0 && range.upperBound <= pixelCount, "BinaryMask: \(range)")
    let (first, last) = (range.lowerBound >> 6, (range.upperBound - 1) >> 6)
    let head = UInt64.max << UInt64(range.lowerBound & 63)
    let tail = UInt64.max >> UInt64(63 - (range.upperBound - 1) & 63)
    if first == last {
      words[first] |= head & tail
    } else {
      words[first] |= head
      for word in first + 1..<last { words[word] = .max }
      words[last] |= tail
    }
  }

  /// Clears the pixels `range` of the row-major order.
  public mutating func remove(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    precondition(range.lowerBound >= 0 && range.upperBound <= pixelCount, "BinaryMask: \(range)")
    let (first, last) = (range.lowerBound >> 6, (range.upperBound - 1) >> 6)
    let head = UInt64.max << UInt64(range.lowerBound & 63)
    let tail = UInt64.max >> UInt64(63 - (range.upperBound - 1) & 63)
    if first == last {
      words[first] &= ~(head & tail)
    } else {
      words[first] &= ~head
      for word in first + 1..<last { words[word] = 0 }
      words[last] &= ~tail
    }
  }

  /// Calls `body` with each maximal run of set pixels, ascending, in row-major order. A run may
  /// cross rows.
  public func forEachRun(_ body: (Range<Int>) throws -> Void) rethrows {
    var start: Int?
    for (index, word) in words.enumerated() {
      let base = index * 64
      if word == .max {
        if start == nil { start = base }
        continue
      }
      var (bits, position) = (word, 0)
      while true {
        if let open = start {
          let ones = (~bits).trailingZeroBitCount
          position += ones
          if position >= 64 { break }
          try body(open..<base + position)
          start = nil
          bits >>= UInt64(ones)
        } else {
          guard bits != 0 else { break }
          let zeros = bits.trailingZeroBitCount
          position += zeros
          start = base + position
          bits >>= UInt64(zeros)
        }
      }
    }
    if let open = start { try body(open..<pixelCount) }
  }
}
