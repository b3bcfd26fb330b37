import CKernels

/// The softmax of attention over a square of keys with decomposed relative positions, but for the
/// division by the sums.
package struct RelativeSoftmax: Sendable {
  /// Keys along one side of the square.
  package let side: Int
  /// Queries in a row of their rectangle, whose first is where the first key is.
  package let queriesAcross: Int
  /// What the products of queries and keys are multiplied with.
  package let scale: Float
  /// Between a query's row terms and its column terms.
  package let termColumns: Int

  /// Columns of scores for one row of keys: `side` rounded up to a multiple of 16.
  package var width: Int { (side + 15) / 16 * 16 }

  package init(side: Int, queriesAcross: Int, scale: Float, termColumns: Int) {
    (self.side, self.queriesAcross) = (side, queriesAcross)
    (self.scale, self.termColumns) = (scale, termColumns)
  }

  /// Score (r, ky · width + kx) of the query `first + r` becomes e to the power of the scaled and
  /// biased score less its row's maximum, and `sums` what a row adds up to; columns beyond the side
  /// become 0. The term of a key d rows below the query is the `side − 1 + d`th of the query's
  /// `2 · termColumns` terms; columns' terms follow from `termColumns` on.
  package func exponentiate(
    _ scores: inout MutableSpan<Float>, row: Int, first: Int, terms: Span<Float>,
    sums: inout MutableSpan<Float>
  ) {
    check(scores: scores.count, row: row, terms: terms.count, queries: sums.count)
    // Sound: the extents were checked, here and below.
    unsafe scores.withUnsafeMutableBufferPointer { scores in
      unsafe terms.withUnsafeBufferPointer { terms in
        unsafe sums.withUnsafeMutableBufferPointer { sums in
          guard let x = scores.baseAddress, let bias = terms.baseAddress,
            let total = sums.baseAddress
          else { return }
          unsafe sepal_exp_relative(
            sums.count, width, relative(first: first, terms: bias), x, row, nil, 0, total)
        }
      }
    }
  }

  /// As `exponentiate`, but the results go to `rounded`, rows `roundedRow` apart, and the sums are of
  /// what they were rounded to.
  package func exponentiate(
    _ scores: inout MutableSpan<Float>, row: Int, first: Int, terms: Span<Float>,
    rounded: inout MutableSpan<UInt16>, roundedRow: Int, sums: inout MutableSpan<Float>
  ) {
    check(scores: scores.count, row: row, terms: terms.count, queries: sums.count)
    check(scores: rounded.count, row: roundedRow, terms: terms.count, queries: sums.count)
    unsafe scores.withUnsafeMutableBufferPointer { scores in
      unsafe terms.withUnsafeBufferPointer { terms in
        unsafe rounded.withUnsafeMutableBufferPointer { rounded in
          unsafe sums.withUnsafeMutableBufferPointer { sums in
            guard let x = scores.baseAddress, let bias = terms.baseAddress,
              let y = rounded.baseAddress, let total = sums.baseAddress
            else { return }
            unsafe sepal_exp_relative(
              sums.count, width, relative(first: first, terms: bias), x, row, y, roundedRow, total)
          }
        }
      }
    }
  }

  private func relative(first: Int, terms: UnsafePointer<Float>) -> sepal_relative {
    unsafe sepal_relative(
      side: side, across: queriesAcross, first: first, scale: scale, terms: terms,
      terms_row: 2 * termColumns, beside: termColumns)
  }

  private func check(scores: Int, row: Int, terms: Int, queries: Int) {
    precondition(
      scores >= MatrixLayout(row: row).extent(rows: queries, columns: side * width)
        && row >= side * width && terms >= queries * 2 * termColumns
        && termColumns >= 2 * side - 1,
      "RelativeSoftmax: \(queries) queries of \(side)×\(width) in \(scores), \(terms) terms")
  }
}
