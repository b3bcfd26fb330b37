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

extension AttentionHead {
  /// Where a head's keys and values are among the numbers of a projected token, and what a token
  /// outside the grid is projected to.
  struct Source {
    let keys: Int
    let values: Int
    let dimension: Int
    let padding: [Float]
  }

  /// The keys and values of a `window` that is `side` tokens wide and high where the grid does not cut
  /// it. Rows of keys are `slotsAcross` slots apart, `slots` in all; slots between and after them are
  /// zeros. `projected` are the window's tokens.
  init(
    _ source: Source, of projected: [Float], in window: Window, side: Int, slotsAcross: Int,
    slots: Int, precision: Precision
  ) {
    let (length, dimension) = (source.padding.count, source.dimension)
    func rows(_ column: Int) -> [Float] {
      var rows = [Float](repeating: 0, count: slots * dimension)
      var target = rows.mutableSpan
      for row in 0..<side {
        let inside = row < window.rows.count ? window.columns.count : 0
        let slot = row * slotsAcross
        if inside > 0 {
          RowCopies.copy(
            projected.span,
            from: (row * window.columns.count * length + column, slot * dimension), rows: inside,
            columns: dimension, row: (length, dimension), into: &target)
        }
        for place in slot + inside..<slot + side {
          RowCopies.copy(
            source.padding.span, from: (column, place * dimension), columns: dimension,
            into: &target)
        }
      }
      return rows
    }
    self.init(
      keys: rows(source.keys), values: rows(source.values), dimension: dimension,
      precision: precision)
  }
}

/// Where the queries of one head are: `count` rows of numbers, `row` apart.
struct QueryLayout: Sendable {
  let row: Int
  let count: Int
}
