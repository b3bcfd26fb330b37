import CKernels

/// What a product begins with.
package enum ProductStart {
  /// c = a·b
  case zero
  /// c = c + a·b
  case sum
  /// c = bias + a·b, one bias for each column.
  case bias([Float])
}

/// A matrix inside a span: entry (i, j) is at `i * row + j * column`.
package struct MatrixLayout: Sendable, Equatable {
  package var row: Int
  package var column: Int

  package init(row: Int, column: Int = 1) { (self.row, self.column) = (row, column) }

  /// How long a span must be to hold `rows` × `columns` entries.
  func extent(rows: Int, columns: Int) -> Int {
    rows == 0 || columns == 0 ? 0 : (rows - 1) * row + (columns - 1) * column + 1
  }
}

/// c[rows × columns] = start + a[rows × terms] · b[terms × columns], f32, on one thread.
///
/// `columns` is a multiple of 16 and the columns of `b` and `c` are neighbours; `a` may have any
/// layout, so a transposed one costs nothing. Sums are taken in the order of the terms.
package func multiply(
  rows: Int, columns: Int, terms: Int,
  _ a: Span<Float>, _ aLayout: MatrixLayout, _ b: Span<Float>, bRow: Int,
  start: ProductStart = .zero, into c: inout MutableSpan<Float>, cRow: Int
) {
  precondition(
    columns.isMultiple(of: 16) && a.count >= aLayout.extent(rows: rows, columns: terms)
      && b.count >= MatrixLayout(row: bRow).extent(rows: terms, columns: columns)
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
          unsafe sepal_matmul(
            rows, columns, terms, left, aLayout.row, aLayout.column, rightSide, start, bias, sums,
            cRow)
        }
      }
    }
  }
}

extension ProductStart {
  func withKernelArguments(
    columns: Int, _ body: (sepal_start, UnsafePointer<Float>?) -> Void
  ) {
    switch self {
    case .zero: body(sepal_start_zero, nil)
    case .sum: body(sepal_start_sum, nil)
    case .bias(let bias):
      precondition(bias.count >= columns, "multiply: \(bias.count) biases for \(columns) columns")
      // Sound: the pointer is used during the call only, for `columns` numbers.
      unsafe bias.withUnsafeBufferPointer { unsafe body(sepal_start_bias, $0.baseAddress) }
    }
  }
}
