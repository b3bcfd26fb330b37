/// The tables of relative positions of one block's attention, as the right-hand side of a product: a
/// query's term for every distance, rows' distances first.
///
/// Source: Li et al. 2021 (MViTv2, arXiv 2112.01526), section 4.1; `add_decomposed_rel_pos` of
/// segment-anything 1.0.
package struct RelativePositions: Sendable {
  /// Keys along one side of the attention's square.
  let side: Int
  /// `[head dimension, 2 · termColumns]`: in either half column j is for a key `j − (side − 1)` rows
  /// (or columns) below (right of) the query.
  let terms: PackedMatrix

  /// Columns of either half: the `2 · side − 1` distances, rounded up to a multiple of 16.
  var termColumns: Int { terms.columns / 2 }

  /// `rows` and `columns` are `[length, dimension]` tables; one of another length than `2 · side − 1`
  /// is resized linearly.
  package init(rows: Tensor, columns: Tensor, side: Int, precision: Precision) {
    precondition(
      rows.shape.count == 2 && columns.shape.count == 2 && rows.shape[1] == columns.shape[1],
      "RelativePositions: tables of \(rows.shape) and \(columns.shape)")
    let dimension = rows.shape[1]
    let distances = 2 * side - 1
    let half = (distances + 15) / 16 * 16
    var values = [Float](repeating: 0, count: 2 * half * dimension)
    for (start, table) in [(0, rows), (half, columns)] {
      let resized = Self.resized(table, length: distances)
      for distance in 0..<distances {
        // The table's index is the query's position less the key's.
        let entry = (distances - 1 - distance) * dimension
        for index in 0..<dimension {
          values[(start + distance) * dimension + index] = resized[entry + index]
        }
      }
    }
    self.side = side
    terms = PackedMatrix(
      values.span, rows: dimension, columns: 2 * half,
      layout: MatrixLayout(row: 1, column: dimension), precision: precision)
  }

  /// `table` with `length` rows, interpolated between the centres of its own.
  package static func resized(_ table: Tensor, length: Int) -> [Float] {
    let (count, dimension) = (table.shape[0], table.shape[1])
    guard count != length else { return table.values }
    let scale = Float(count) / Float(length)
    var resized: [Float] = []
    resized.reserveCapacity(length * dimension)
    for row in 0..<length {
      let position = max(0, scale * (Float(row) + 0.5) - 0.5)
      let lower = min(Int(position), count - 1)
      let upper = min(lower + 1, count - 1)
      let fraction = position - Float(lower)
      for index in 0..<dimension {
        resized.append(
          table.values[lower * dimension + index] * (1 - fraction)
            + table.values[upper * dimension + index] * fraction)
      }
    }
    return resized
  }
}
