import CKernels

/// The nearest bf16 numbers of `values`, ties to even; `into` is as long.
package func roundToBF16(_ values: Span<Float>, into: inout MutableSpan<UInt16>) {
  precondition(into.count >= values.count, "roundToBF16: \(values.count) into \(into.count)")
  // Sound: the kernel reads and writes `values.count` numbers, which both have.
  unsafe values.withUnsafeBufferPointer { source in
    unsafe into.withUnsafeMutableBufferPointer { target in
      guard let x = source.baseAddress, let y = target.baseAddress else { return }
      unsafe sepal_to_bf16(source.count, x, y)
    }
  }
}

/// As `roundToBF16` for two rows whose numbers are made to alternate; `into` is as long as both.
package func roundToBF16Pairs(
  even: Span<Float>, odd: Span<Float>, into: inout MutableSpan<UInt16>
) {
  precondition(
    even.count == odd.count && into.count >= 2 * even.count,
    "roundToBF16Pairs: \(even.count) and \(odd.count) into \(into.count)")
  // Sound: the kernel reads `even.count` numbers of each and writes twice as many.
  unsafe even.withUnsafeBufferPointer { even in
    unsafe odd.withUnsafeBufferPointer { odd in
      unsafe into.withUnsafeMutableBufferPointer { target in
        guard let first = even.baseAddress, let second = odd.baseAddress,
          let y = target.baseAddress
        else { return }
        unsafe sepal_to_bf16_pairs(even.count, first, second, y)
      }
    }
  }
}

/// `rows` × `columns` numbers of `values`, whose rows are `row` apart, as dense bf16.
package func roundedToBF16(
  _ values: Span<Float>, rows: Int, columns: Int, row: Int
) -> [UInt16] {
  var rounded = [UInt16](repeating: 0, count: rows * columns)
  var target = rounded.mutableSpan
  for index in 0..<rows {
    target.withSlice(index * columns..<(index + 1) * columns) {
      roundToBF16(values.extracting(index * row..<index * row + columns), into: &$0)
    }
  }
  return rounded
}
