/// The keys and values of one head over a square of tokens, packed for the products with any number
/// of its queries. Keys stand in rows of `RelativeSoftmax.width`; those beyond the square are zeros.
struct AttentionHead: Sendable {
  /// `[dimension, slots]`
  private let keys: PackedMatrix
  /// `[slots, dimension]`
  private let values: PackedMatrix

  private var dimension: Int { keys.rows }
  private var slots: Int { keys.columns }

  /// Takes `slots` rows of keys and as many of values, `[slots, dimension]`.
  init(keys: [Float], values: [Float], dimension: Int, precision: Precision) {
    precondition(
      keys.count == values.count && keys.count.isMultiple(of: 16 * dimension),
      "AttentionHead: \(keys.count) and \(values.count) numbers of \(dimension)")
    let slots = keys.count / dimension
    self.keys = PackedMatrix(
      keys.span, rows: dimension, columns: slots, layout: MatrixLayout(row: 1, column: dimension),
      precision: precision)
    self.values = PackedMatrix(
      values.span, rows: slots, columns: dimension, layout: MatrixLayout(row: dimension),
      precision: precision)
  }

  /// Writes to `attended`, rows `row` apart, what `count` queries make of the values. Query i is the
  /// one at `first + i` of the rectangle that `softmax` knows; its numbers are at `queryRow · i`.
  func attend(
    _ queries: Span<Float>, queryRow: Int, count: Int, first: Int, positions: RelativePositions,
    softmax: RelativeSoftmax, into attended: inout MutableSpan<Float>, row: Int
  ) {
    var termValues = [Float](repeating: 0, count: count * positions.terms.columns)
    var terms = termValues.mutableSpan
    positions.terms.multiply(queries, count: count, xRow: queryRow, into: &terms)
    // Rows a power of two apart would share the sets of the first cache.
    let scoreRow = slots + 16
    var scoreValues = [Float](repeating: 0, count: count * scoreRow)
    var scores = scoreValues.mutableSpan
    keys.multiply(queries, count: count, xRow: queryRow, into: &scores, yRow: scoreRow)
    var sumValues = [Float](repeating: 0, count: count)
    var sums = sumValues.mutableSpan
    if keys.precision == .bf16 && dimension.isMultiple(of: 16) {
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
    for index in 0..<count { sums[index] = 1 / sums[index] }
    RowKernels.scale(&attended, columns: dimension, row: row, by: sums.span)
  }
}
