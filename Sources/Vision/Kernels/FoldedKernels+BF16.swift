import CKernels

extension FoldedKernels {
  /// x = norm of (x + change) for `rows` rows, an even number; placed = x + positions as bf16, and
  /// pairs = x as bf16 with each two rows made to alternate. `source` is x before, where it lies
  /// elsewhere.
  package static func residualNorm(
    updating x: inout MutableSpan<Float>, from source: Span<Float>?, change: Span<Float>,
    norm: LayerNorm, positions: Span<Float>, rows: Int, placed: inout MutableSpan<UInt16>,
    pairs: inout MutableSpan<UInt16>
  ) {
    let extent = rows * norm.weight.count
    precondition(
      rows.isMultiple(of: 2) && x.count >= extent && (source?.count ?? extent) >= extent
        && change.count >= extent && positions.count >= extent && placed.count >= extent
        && pairs.count >= extent,
      "FoldedKernels.residualNorm: \(rows) rows of \(norm.weight.count)")
    // Sound: the kernel stays inside the extents that were checked above; it has read an entry of
    // `x` before it writes it.
    unsafe x.withUnsafeMutableBufferPointer { x in
      unsafe change.withUnsafeBufferPointer { change in
        unsafe positions.withUnsafeBufferPointer { positions in
          unsafe placed.withUnsafeMutableBufferPointer { placed in
            unsafe pairs.withUnsafeMutableBufferPointer { pairs in
              unsafe norm.weight.withUnsafeBufferPointer { weight in
                unsafe norm.bias.withUnsafeBufferPointer { bias in
                  guard let y = x.baseAddress, let delta = change.baseAddress,
                    let place = positions.baseAddress, let z = placed.baseAddress,
                    let both = pairs.baseAddress, let scale = weight.baseAddress,
                    let shift = bias.baseAddress
                  else { return }
                  func run(_ from: UnsafePointer<Float>) {
                    unsafe sepal_residual_norm_bf16(
                      rows, norm.weight.count, from, delta, scale, shift, norm.epsilon, place, y,
                      z, both)
                  }
                  if let source {
                    unsafe source.withUnsafeBufferPointer {
                      if let from = $0.baseAddress { unsafe run(from) }
                    }
                  } else {
                    unsafe run(y)
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /// z = x + y as bf16, for spans of one length, a multiple of 16.
  package static func add(_ x: Span<Float>, _ y: Span<Float>, into z: inout MutableSpan<UInt16>) {
    precondition(
      x.count == y.count && z.count >= x.count && x.count.isMultiple(of: 16),
      "FoldedKernels.add: \(x.count), \(y.count) into \(z.count)")
    // Sound: as above.
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        unsafe z.withUnsafeMutableBufferPointer { z in
          guard let first = x.baseAddress, let second = y.baseAddress, let sum = z.baseAddress
          else { return }
          unsafe sepal_add_bf16(x.count, first, second, sum)
        }
      }
    }
  }

  /// The transposed of `x`, `rows` × `columns`, as bf16 in rows of `row` numbers; what is beyond
  /// `rows` becomes 0. `columns` and `row` are multiples of 16.
  package static func transpose(
    _ x: Span<Float>, rows: Int, columns: Int, into y: inout MutableSpan<UInt16>, row: Int
  ) {
    precondition(
      columns.isMultiple(of: 16) && row.isMultiple(of: 16) && row >= rows
        && x.count >= rows * columns && y.count >= columns * row,
      "FoldedKernels.transpose: \(rows)×\(columns) in \(x.count) into rows of \(row)")
    // Sound: as above; the kernel writes `rows` up to a multiple of 16, which `row` holds.
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeMutableBufferPointer { y in
        guard let from = x.baseAddress, let to = y.baseAddress else { return }
        unsafe sepal_transpose_bf16(rows, columns, from, columns, to, row)
      }
    }
  }
}
