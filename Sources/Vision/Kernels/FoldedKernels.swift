import CKernels

/// The row functions of the folded mask decoder, on one thread.
package enum FoldedKernels {
  /// Softmax over `tokens` + 1 scores, the first of them 0 and not stored, for each of `pixels` rows
  /// of `x` and each of 8 heads: column 8·j + head is the score of token j + 1. Columns beyond
  /// 8 · `tokens` of the `row` that each row has become 0.
  package static func tokenSoftmax(
    _ x: inout MutableSpan<Float>, pixels: Int, tokens: Int, row: Int
  ) {
    precondition(
      row.isMultiple(of: 16) && row >= 8 * tokens && x.count >= pixels * row,
      "FoldedKernels.tokenSoftmax: \(pixels)×\(tokens) tokens in rows of \(row) of \(x.count)")
    // Sound: the kernel stays inside the extents that were checked above, here and below.
    unsafe x.withUnsafeMutableBufferPointer {
      guard let first = $0.baseAddress else { return }
      unsafe sepal_token_softmax(pixels, tokens, first, row)
    }
  }

  /// As `tokenSoftmax` of the transposed matrix: row 8·j + head holds `row` pixels, a multiple of 16.
  package static func tokenSoftmaxColumns(
    _ x: inout MutableSpan<Float>, tokens: Int, row: Int
  ) {
    precondition(
      row.isMultiple(of: 16) && x.count >= 8 * tokens * row,
      "FoldedKernels.tokenSoftmaxColumns: \(tokens) tokens of \(row) pixels in \(x.count)")
    unsafe x.withUnsafeMutableBufferPointer {
      guard let first = $0.baseAddress else { return }
      unsafe sepal_token_softmax_columns(row, tokens, first, row)
    }
  }

  /// y = norm of (x + change) for `rows` rows, and placed = y + positions.
  package static func residualNorm(
    _ x: Span<Float>, change: Span<Float>, norm: LayerNorm, positions: Span<Float>, rows: Int,
    into y: inout MutableSpan<Float>, placed: inout MutableSpan<Float>
  ) {
    let extent = rows * norm.weight.count
    precondition(
      x.count >= extent && change.count >= extent && positions.count >= extent
        && y.count >= extent && placed.count >= extent,
      "FoldedKernels.residualNorm: \(rows) rows of \(norm.weight.count)")
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeMutableBufferPointer { y in
        guard let from = x.baseAddress, let to = y.baseAddress else { return }
        unsafe residualNorm(from, change, norm, positions, rows, to, &placed)
      }
    }
  }

  /// As the other, with x replaced by y.
  package static func residualNorm(
    updating x: inout MutableSpan<Float>, change: Span<Float>, norm: LayerNorm,
    positions: Span<Float>, rows: Int, placed: inout MutableSpan<Float>
  ) {
    let extent = rows * norm.weight.count
    precondition(
      x.count >= extent && change.count >= extent && positions.count >= extent
        && placed.count >= extent,
      "FoldedKernels.residualNorm: \(rows) rows of \(norm.weight.count)")
    unsafe x.withUnsafeMutableBufferPointer { x in
      guard let both = x.baseAddress else { return }
      unsafe residualNorm(both, change, norm, positions, rows, both, &placed)
    }
  }

  private static func residualNorm(
    _ x: UnsafePointer<Float>, _ change: Span<Float>, _ norm: LayerNorm,
    _ positions: Span<Float>, _ rows: Int, _ y: UnsafeMutablePointer<Float>,
    _ placed: inout MutableSpan<Float>
  ) {
    unsafe change.withUnsafeBufferPointer { change in
      unsafe positions.withUnsafeBufferPointer { positions in
        unsafe placed.withUnsafeMutableBufferPointer { placed in
          unsafe norm.weight.withUnsafeBufferPointer { weight in
            unsafe norm.bias.withUnsafeBufferPointer { bias in
              guard let delta = change.baseAddress, let place = positions.baseAddress,
                let z = placed.baseAddress, let scale = weight.baseAddress,
                let shift = bias.baseAddress
              else { return }
              unsafe sepal_residual_norm(
                rows, norm.weight.count, x, delta, scale, shift, norm.epsilon, place, y, z)
            }
          }
        }
      }
    }
  }
}

/// A softmax down the columns of a matrix of which one tile is seen at a time.
package struct ColumnSoftmax: Sendable {
  /// Largest score so far of each column, and the sum of exp(score − largest).
  private var maxima: [Float]
  package private(set) var sums: [Float]
  /// What the terms of earlier tiles must be multiplied with after the latest tile.
  package private(set) var factors: [Float]

  /// `columns` is a multiple of 16.
  package init(columns: Int) {
    precondition(columns.isMultiple(of: 16), "ColumnSoftmax: \(columns) columns")
    maxima = [Float](repeating: -.infinity, count: columns)
    sums = [Float](repeating: 0, count: columns)
    factors = [Float](repeating: 1, count: columns)
  }

  /// Turns the scores of the next `rows` rows into exp(score − largest so far).
  package mutating func exponentiate(_ x: inout MutableSpan<Float>, rows: Int) {
    let columns = maxima.count
    precondition(
      x.count >= rows * columns, "ColumnSoftmax: \(rows)×\(columns) scores in \(x.count)")
    // Sound: the kernel stays inside the extents checked above and the three arrays of `columns`.
    unsafe x.withUnsafeMutableBufferPointer { x in
      unsafe maxima.withUnsafeMutableBufferPointer { maxima in
        unsafe sums.withUnsafeMutableBufferPointer { sums in
          unsafe factors.withUnsafeMutableBufferPointer { factors in
            guard let first = x.baseAddress, let most = maxima.baseAddress,
              let total = sums.baseAddress, let factor = factors.baseAddress
            else { return }
            unsafe sepal_exp_columns(rows, columns, first, columns, most, total, factor)
          }
        }
      }
    }
  }
}
