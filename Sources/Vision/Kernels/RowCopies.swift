/// Copies of rows between spans.
package enum RowCopies {
  /// `rows` rows of `columns` numbers, `row` apart in either span from `start` on.
  package static func copy(
    _ source: Span<Float>, from start: (source: Int, target: Int), rows: Int = 1, columns: Int,
    row: (source: Int, target: Int) = (0, 0), into target: inout MutableSpan<Float>
  ) {
    precondition(
      start.source >= 0 && start.target >= 0
        && start.source + MatrixLayout(row: row.source).extent(rows: rows, columns: columns)
          <= source.count
        && start.target + MatrixLayout(row: row.target).extent(rows: rows, columns: columns)
          <= target.count,
      "RowCopies.copy: \(rows)×\(columns) of \(source.count) from \(start) into \(target.count)")
    // Sound: both extents were checked, and `target`, being exclusive, does not overlap `source`.
    unsafe source.withUnsafeBufferPointer { source in
      unsafe target.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        for index in 0..<rows {
          unsafe (to + start.target + index * row.target).update(
            from: from + start.source + index * row.source, count: columns)
        }
      }
    }
  }
}
