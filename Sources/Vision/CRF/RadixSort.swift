/// Sorting whole numbers by some of their bits.
enum RadixSort {
  private static let maximumDigitBits = 11

  /// Sorts `values` by their bits in `range`; those that agree there stay in order.
  static func sort(_ values: inout [UInt64], by range: Range<Int>) {
    var buffer = [UInt64](repeating: 0, count: values.count)
    let passes = (range.count + maximumDigitBits - 1) / maximumDigitBits
    guard passes > 0 else { return }
    let bits = (range.count + passes - 1) / passes
    for shift in stride(from: range.lowerBound, to: range.upperBound, by: bits) {
      let width = min(bits, range.upperBound - shift)
      pass(values.span, to: buffer.mutableSpan, shift: UInt64(shift), mask: 1 << UInt64(width) - 1)
      swap(&values, &buffer)
    }
  }

  private static func pass(
    _ source: Span<UInt64>, to target: consuming MutableSpan<UInt64>, shift: UInt64, mask: UInt64
  ) {
    var counts = [Int](repeating: 0, count: Int(mask) + 1)
    var positions = counts.mutableSpan
    for index in source.indices { positions[Int(source[index] >> shift & mask)] += 1 }
    var next = 0
    for digit in positions.indices { (positions[digit], next) = (next, next + positions[digit]) }
    for index in source.indices {
      let digit = Int(source[index] >> shift & mask)
      target[positions[digit]] = source[index]
      positions[digit] += 1
    }
  }
}
