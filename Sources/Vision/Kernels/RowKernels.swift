import CKernels

/// Functions of the rows of a matrix, vectorised, on one thread. Sums have one order whatever the
/// processor.
package enum RowKernels {
  /// x = x·Φ(x), within 1e-6 of the exact GELU.
  package static func gelu(_ x: inout MutableSpan<Float>) {
    // Sound: the kernel reads and writes the span's numbers only, here and below.
    unsafe x.withUnsafeMutableBufferPointer {
      guard let first = $0.baseAddress else { return }
      unsafe sepal_gelu($0.count, first)
    }
  }

  /// x = max(x, 0).
  package static func relu(_ x: inout MutableSpan<Float>) {
    unsafe x.withUnsafeMutableBufferPointer {
      guard let first = $0.baseAddress else { return }
      unsafe sepal_relu($0.count, first)
    }
  }

  /// x = min(max(x, 0), 6).
  package static func relu6(_ x: inout MutableSpan<Float>) {
    unsafe x.withUnsafeMutableBufferPointer {
      guard let first = $0.baseAddress else { return }
      unsafe sepal_relu6($0.count, first)
    }
  }

  /// y = y + x, for two spans of one length.
  package static func add(_ x: Span<Float>, to y: inout MutableSpan<Float>) {
    precondition(x.count == y.count, "RowKernels.add: \(x.count) to \(y.count)")
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeMutableBufferPointer { y in
        guard let from = x.baseAddress, let to = y.baseAddress else { return }
        unsafe sepal_add(x.count, from, to, to)
      }
    }
  }

  /// z = x + y, for three spans of one length.
  package static func add(_ x: Span<Float>, _ y: Span<Float>, into z: inout MutableSpan<Float>) {
    precondition(
      x.count == y.count && x.count == z.count, "RowKernels.add: \(x.count), \(y.count)")
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        unsafe z.withUnsafeMutableBufferPointer { z in
          guard let first = x.baseAddress, let second = y.baseAddress, let sum = z.baseAddress
          else { return }
          unsafe sepal_add(x.count, first, second, sum)
        }
      }
    }
  }

  /// y = y + a·b, number by number, for three spans of one length.
  package static func multiplyAdd(
    _ a: Span<Float>, _ b: Span<Float>, to y: inout MutableSpan<Float>
  ) {
    precondition(
      a.count == b.count && a.count == y.count,
      "RowKernels.multiplyAdd: \(a.count), \(b.count) to \(y.count)")
    unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        unsafe y.withUnsafeMutableBufferPointer { y in
          guard let first = a.baseAddress, let second = b.baseAddress, let sum = y.baseAddress
          else { return }
          unsafe sepal_multiply_add(a.count, first, second, sum)
        }
      }
    }
  }

  /// y = y + factor·x, for two spans of one length.
  package static func add(
    _ x: Span<Float>, times factor: Float, to y: inout MutableSpan<Float>
  ) {
    precondition(x.count == y.count, "RowKernels.add: \(x.count) to \(y.count)")
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeMutableBufferPointer { y in
        guard let from = x.baseAddress, let to = y.baseAddress else { return }
        unsafe sepal_add_scaled(x.count, factor, from, to)
      }
    }
  }

  /// Each of `rows` dense rows of `x` becomes exp(x − its maximum), and `sums` what it adds up to.
  /// Columns `columns …` of the `row` numbers of each row become 0.
  package static func exponentiate(
    _ x: inout MutableSpan<Float>, rows: Int, columns: Int, row: Int,
    sums: inout MutableSpan<Float>
  ) {
    precondition(
      columns > 0 && columns <= row && x.count >= rows * row && sums.count >= rows,
      "RowKernels.exponentiate: \(rows)×\(columns) in \(x.count)")
    unsafe x.withUnsafeMutableBufferPointer { x in
      unsafe sums.withUnsafeMutableBufferPointer { sums in
        guard let first = x.baseAddress, let total = sums.baseAddress else { return }
        unsafe sepal_exp_rows(rows, columns, row, first, row, total)
      }
    }
  }

  /// Row i of `columns` numbers, `row` apart, times `scales[i]`.
  package static func scale(
    _ x: inout MutableSpan<Float>, columns: Int, row: Int, by scales: Span<Float>
  ) {
    precondition(
      x.count >= MatrixLayout(row: row).extent(rows: scales.count, columns: columns),
      "RowKernels.scale: \(scales.count)×\(columns) in \(x.count)")
    unsafe x.withUnsafeMutableBufferPointer { x in
      unsafe scales.withUnsafeBufferPointer { scales in
        guard let first = x.baseAddress, let factors = scales.baseAddress else { return }
        unsafe sepal_scale_rows(scales.count, columns, factors, first, row)
      }
    }
  }
}

/// The mean and spread of each row taken out, then a weight and a bias for each column.
package struct LayerNorm: Sendable {
  package let weight: [Float]
  package let bias: [Float]
  package let epsilon: Float

  package init(weight: [Float], bias: [Float], epsilon: Float) {
    precondition(weight.count == bias.count, "LayerNorm: \(weight.count), \(bias.count)")
    (self.weight, self.bias, self.epsilon) = (weight, bias, epsilon)
  }

  /// Normalises `rows` dense rows of `x` into `y`.
  package func normalise(_ x: Span<Float>, rows: Int, into y: inout MutableSpan<Float>) {
    let columns = weight.count
    precondition(
      x.count >= rows * columns && y.count >= rows * columns,
      "LayerNorm: \(rows)×\(columns) in \(x.count) into \(y.count)")
    // Sound: the extents were checked above.
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeMutableBufferPointer { y in
        unsafe weight.withUnsafeBufferPointer { weight in
          unsafe bias.withUnsafeBufferPointer { bias in
            guard let from = x.baseAddress, let to = y.baseAddress,
              let scale = weight.baseAddress, let shift = bias.baseAddress
            else { return }
            unsafe sepal_layer_norm(
              rows, columns, from, columns, scale, shift, epsilon, to, columns)
          }
        }
      }
    }
  }

  /// Normalises `rows` dense rows of `x` where they are.
  package func normalise(_ x: inout MutableSpan<Float>, rows: Int) {
    let columns = weight.count
    precondition(x.count >= rows * columns, "LayerNorm: \(rows)×\(columns) in \(x.count)")
    // Sound: as above; the kernel has read a row before it writes it.
    unsafe x.withUnsafeMutableBufferPointer { x in
      unsafe weight.withUnsafeBufferPointer { weight in
        unsafe bias.withUnsafeBufferPointer { bias in
          guard let rowsOfX = x.baseAddress, let scale = weight.baseAddress,
            let shift = bias.baseAddress
          else { return }
          unsafe sepal_layer_norm(
            rows, columns, rowsOfX, columns, scale, shift, epsilon, rowsOfX, columns)
        }
      }
    }
  }
}
