import CKernels

/// c[rows × columns] = start + a[rows × terms] · b[terms × columns] with bf16 factors and f32 sums, on
/// one thread.
///
/// `columns` is a multiple of 16 and `terms` even; rows of `a` are dense and `aRow` apart. Rows 2p
/// and 2p + 1 of `b` alternate, number by number, `2 * bRow` numbers for both.
package func multiply(
  rows: Int, columns: Int, terms: Int,
  _ a: Span<UInt16>, aRow: Int, _ b: Span<UInt16>, bRow: Int,
  start: ProductStart = .zero, into c: inout MutableSpan<Float>, cRow: Int
) {
  precondition(
    columns.isMultiple(of: 16) && terms.isMultiple(of: 2)
      && a.count >= MatrixLayout(row: aRow).extent(rows: rows, columns: terms)
      && b.count >= MatrixLayout(row: 2 * bRow).extent(rows: terms / 2, columns: 2 * columns)
      && c.count >= MatrixLayout(row: cRow).extent(rows: rows, columns: columns),
    "multiply: \(rows)×\(terms) in \(a.count) by \(terms)×\(columns) in \(b.count) into \(c.count)")
  // Sound: the kernel reads and writes inside the extents that were checked above, and `c`, being
  // exclusive, overlaps neither factor.
  unsafe a.withUnsafeBufferPointer { a in
    unsafe b.withUnsafeBufferPointer { b in
      unsafe c.withUnsafeMutableBufferPointer { c in
        guard let left = a.baseAddress, let right = b.baseAddress, let sums = c.baseAddress
        else { return }
        let rightSide = unsafe sepal_right(
          values: right, row: bRow, panel: Int(sepal_panel_columns))
        unsafe start.withKernelArguments(columns: columns) { start, bias in
          unsafe sepal_matmul_bf16(
            rows, columns, terms, left, aRow, rightSide, start, bias, sums, cRow)
        }
      }
    }
  }
}

/// The matrix `values`, `[rows, columns]`, as a right-hand side of bf16: rows 2p and 2p + 1 alternate.
/// `rows` is even.
package func bf16Pairs(_ values: [Float], rows: Int, columns: Int) -> [UInt16] {
  precondition(
    values.count >= rows * columns && rows.isMultiple(of: 2),
    "bf16Pairs: \(rows)×\(columns) of \(values.count) values")
  var pairs = [UInt16](repeating: 0, count: rows * columns)
  var target = pairs.mutableSpan
  for row in stride(from: 0, to: rows, by: 2) {
    target.withSlice(row * columns..<(row + 2) * columns) {
      roundToBF16Pairs(
        even: values.span.extracting(row * columns..<(row + 1) * columns),
        odd: values.span.extracting((row + 1) * columns..<(row + 2) * columns), into: &$0)
    }
  }
  return pairs
}
