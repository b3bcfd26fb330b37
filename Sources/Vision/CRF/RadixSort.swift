/// Sorting whole numbers by some of their bits.
enum RadixSort {
  private static let digitBits = 11

  /// Sorts `values` by their bits in `range`; those that agree there stay in order.
  static func sort(_ values: inout [UInt64], by range: Range<Int>) {
    var buffer = [UInt64](repeating: 0, count: values.count)
    for shift in stride(from: range.lowerBound, to: range.upperBound, by: digitBits) {
      let bits = min(digitBits, range.upperBound - shift)
      pass(values.span, to: buffer.mutableSpan, shift: UInt64(shift), mask: 1 << UInt64(bits) - 1)
      swap(&values, &buffer)
    }
  }

  private static func pass(
    _ source: Span<UInt64>, to target: consuming MutableSpan<UInt64>, shift: UInt64, mask: UInt64
  ) {
    var positions = [Int](repeating: 0, count: Int(mask) + 1)
    for index in source.indices { positions[Int(source[index] >> shift & mask)] += 1 }
    var next = 0
    for digit in positions.indices {
      (positions[digit], next) = (next, next + positions[digit])
    }
    for index in source.indices {
      let digit = Int(source[index] >> shift & mask)
      target[positions[digit]] = source[index]
      positions[digit] += 1
    }
  }
}
