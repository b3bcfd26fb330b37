/// The keys and values of one head, packed for the products with any number of queries.
struct AttentionHead: Sendable {
  /// `[dimension, slots]`; slots are a multiple of 16, and those without a key hold anything.
  let keys: PackedMatrix
  /// `[slots, dimension]`
  let values: PackedMatrix

  var dimension: Int { keys.rows }
  var slots: Int { keys.columns }

  /// Takes a row of `keys` and one of `values` for each slot: `[slots, dimension]`.
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
}

/// Where the queries of one head are: `count` rows of numbers, `row` apart.
struct QueryLayout: Sendable {
  let row: Int
  let count: Int
}
