import CKernels

/// The right-hand side of many products, in the order in which the kernel reads it: panels of 48
/// columns, each row of a panel together. Memory: `rows × columns` f32 or bf16, columns rounded up
/// to whole panels.
package struct PackedMatrix: Sendable {
  /// Terms of each sum.
  package let rows: Int
  package let columns: Int
  package let precision: Precision
  private let numbers: Numbers

  private enum Numbers: Sendable {
    case f32([Float])
    /// Rows 2p and 2p + 1 alternate.
    case bf16([UInt16])
  }

  private static let panel = Int(sepal_panel_columns)

  /// `values` is `rows` × `columns`, its entries at `layout`: a layer's `[outputs, inputs]` weight is
  /// packed with `rows` inputs and a layout of `row: 1, column: inputs`. bf16 needs an even number
  /// of rows.
  package init(
    _ values: Span<Float>, rows: Int, columns: Int, layout: MatrixLayout, precision: Precision
  ) {
    precondition(
      values.count >= layout.extent(rows: rows, columns: columns)
        && (precision == .f32 || rows.isMultiple(of: 2)),
      "PackedMatrix: \(rows)×\(columns) \(precision) in \(values.count) values")
    (self.rows, self.columns, self.precision) = (rows, columns, precision)
    numbers = Self.pack(values, rows: rows, columns: columns, layout: layout, precision)
  }

  private static func pack(
    _ values: Span<Float>, rows: Int, columns: Int, layout: MatrixLayout, _ precision: Precision
  ) -> Numbers {
    let count = (columns + panel - 1) / panel * panel * rows
    // Sound, here and below: the kernel reads inside the extent that `init` checked and writes all
    // of the `count` numbers; without values there are none.
    return unsafe values.withUnsafeBufferPointer { values in
      guard let first = values.baseAddress else { return .f32([]) }
      switch precision {
      case .f32:
        return .f32(
          unsafe [Float](unsafeUninitializedCapacity: count) { packed, written in
            guard let target = packed.baseAddress else { return }
            unsafe sepal_pack_panels(rows, columns, first, layout.row, layout.column, target)
            written = count
          })
      case .bf16:
        return .bf16(
          unsafe [UInt16](unsafeUninitializedCapacity: count) { packed, written in
            guard let target = packed.baseAddress else { return }
            unsafe sepal_pack_panels_bf16(rows, columns, first, layout.row, layout.column, target)
            written = count
          })
      }
    }
  }

  /// y[count × columns] = start + x[count × rows] · self, on one thread. Rows of `x` and `y` are
  /// `xRow` and `yRow` apart, by default as far as they are long.
  package func multiply(
    _ x: Span<Float>, count: Int, xRow: Int? = nil, start: ProductStart = .zero,
    into y: inout MutableSpan<Float>, yRow: Int? = nil
  ) {
    let (xRow, yRow) = (xRow ?? rows, yRow ?? columns)
    precondition(
      x.count >= MatrixLayout(row: xRow).extent(rows: count, columns: rows)
        && y.count >= MatrixLayout(row: yRow).extent(rows: count, columns: columns),
      "PackedMatrix: \(count)×\(rows) in \(x.count) into \(count)×\(columns) in \(y.count)")
    if columns.isMultiple(of: 16) {
      multiplyWhole(x, count: count, xRow: xRow, columns, start, &y, yRow: yRow)
    } else {
      multiplyPadded(x, count: count, xRow: xRow, start, &y, yRow: yRow)
    }
  }

  /// Whether `multiply(rounded:)` is for this matrix.
  package var takesRounded: Bool { precision == .bf16 && columns.isMultiple(of: 16) }

  /// y = x · self, for rows that are bf16 already and a matrix that is, whose columns are a multiple of
  /// 16.
  package func multiply(
    rounded x: Span<UInt16>, count: Int, xRow: Int, into y: inout MutableSpan<Float>, yRow: Int
  ) {
    guard case .bf16(let values) = numbers else {
      preconditionFailure("PackedMatrix: bf16 rows by a matrix of \(precision)")
    }
    precondition(
      columns.isMultiple(of: 16)
        && x.count >= MatrixLayout(row: xRow).extent(rows: count, columns: rows)
        && y.count >= MatrixLayout(row: yRow).extent(rows: count, columns: columns),
      "PackedMatrix: \(count)×\(rows) in \(x.count) into \(count)×\(columns) in \(y.count)")
    multiplyRounded(x, count: count, xRow: xRow, values, columns, .zero, &y, yRow: yRow)
  }

  /// Through sums that have the zeros' columns too.
  private func multiplyPadded(
    _ x: Span<Float>, count: Int, xRow: Int, _ start: ProductStart,
    _ y: inout MutableSpan<Float>, yRow: Int
  ) {
    let width = (columns + 15) / 16 * 16
    var sums = [Float](repeating: 0, count: count * width)
    for row in 0..<count {
      for column in 0..<columns {
        switch start {
        case .zero: break
        case .sum: sums[row * width + column] = y[row * yRow + column]
        case .bias(let bias): sums[row * width + column] = bias[column]
        }
      }
    }
    var target = sums.mutableSpan
    multiplyWhole(x, count: count, xRow: xRow, width, .sum, &target, yRow: width)
    for row in 0..<count {
      for column in 0..<columns { y[row * yRow + column] = target[row * width + column] }
    }
  }

  private func multiplyWhole(
    _ x: Span<Float>, count: Int, xRow: Int, _ width: Int, _ start: ProductStart,
    _ y: inout MutableSpan<Float>, yRow: Int
  ) {
    switch numbers {
    case .f32(let values):
      // Sound: `multiply` checked the extents of x and y; the panels are as long as `init` made
      // them, and the three buffers outlive the call.
      unsafe x.withUnsafeBufferPointer { x in
        unsafe values.withUnsafeBufferPointer { values in
          unsafe y.withUnsafeMutableBufferPointer { y in
            guard let left = x.baseAddress, let right = values.baseAddress,
              let sums = y.baseAddress
            else { return }
            let side = unsafe sepal_right(
              values: right, row: Self.panel, panel: Self.panel * rows)
            unsafe start.withKernelArguments(columns: width) { start, bias in
              unsafe sepal_matmul(
                count, width, rows, left, xRow, 1, side, start, bias, sums, yRow)
            }
          }
        }
      }
    case .bf16(let values):
      let rounded = roundedToBF16(x, rows: count, columns: rows, row: xRow)
      multiplyRounded(rounded.span, count: count, xRow: rows, values, width, start, &y, yRow: yRow)
    }
  }

  private func multiplyRounded(
    _ x: Span<UInt16>, count: Int, xRow: Int, _ values: [UInt16], _ width: Int,
    _ start: ProductStart, _ y: inout MutableSpan<Float>, yRow: Int
  ) {
    // Sound: as above.
    unsafe x.withUnsafeBufferPointer { x in
      unsafe values.withUnsafeBufferPointer { values in
        unsafe y.withUnsafeMutableBufferPointer { y in
          guard let left = x.baseAddress, let right = values.baseAddress,
            let sums = y.baseAddress
          else { return }
          let side = unsafe sepal_right(
            values: right, row: Self.panel, panel: Self.panel * rows / 2)
          unsafe start.withKernelArguments(columns: width) { start, bias in
            unsafe sepal_matmul_bf16(
              count, width, rows, left, xRow, side, start, bias, sums, yRow)
          }
        }
      }
    }
  }
}
