extension AttentionHead {
  /// Writes to `attended`, rows `row` apart, what `queries` make of the values. Keys stand in rows of
  /// `softmax.width` slots, and query i is the one at `first + i` of the rectangle that `softmax`
  /// knows.
  func attend(
    _ queries: Span<Float>, _ layout: QueryLayout, first: Int, positions: RelativePositions,
    softmax: RelativeSoftmax, into attended: inout MutableSpan<Float>, row: Int
  ) {
    let count = layout.count
    var termValues = [Float](repeating: 0, count: count * positions.terms.columns)
    var terms = termValues.mutableSpan
    positions.terms.multiply(queries, count: count, xRow: layout.row, into: &terms)
    // Rows a power of two apart would share the sets of the first cache.
    let scoreRow = slots + 16
    var scoreValues = [Float](repeating: 0, count: count * scoreRow)
    var scores = scoreValues.mutableSpan
    keys.multiply(queries, count: count, xRow: layout.row, into: &scores, yRow: scoreRow)
    var sumValues = [Float](repeating: 0, count: count)
    var sums = sumValues.mutableSpan
    if values.takesRounded {
      var roundedValues = [UInt16](repeating: 0, count: count * scoreRow)
      var rounded = roundedValues.mutableSpan
      softmax.exponentiate(
        &scores, row: scoreRow, first: first, terms: terms.span, rounded: &rounded,
        roundedRow: scoreRow, sums: &sums)
      values.multiply(
        rounded: rounded.span, count: count, xRow: scoreRow, into: &attended, yRow: row)
    } else {
      softmax.exponentiate(&scores, row: scoreRow, first: first, terms: terms.span, sums: &sums)
      values.multiply(scores.span, count: count, xRow: scoreRow, into: &attended, yRow: row)
    }
    divide(&attended, row: row, by: &sums)
  }

  /// Divides each row of `attended` by its sum.
  func divide(
    _ attended: inout MutableSpan<Float>, row: Int, by sums: inout MutableSpan<Float>
  ) {
    for index in 0..<sums.count { sums[index] = 1 / sums[index] }
    RowKernels.scale(&attended, columns: dimension, row: row, by: sums.span)
  }
}
