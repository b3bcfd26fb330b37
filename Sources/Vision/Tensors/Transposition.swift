/// `[columns, rows]` of the matrix `values`, `[rows, columns]`; `padded`, where given, is how long a
/// row of the result is, zeros at its end.
package func transposed(
  _ values: [Float], rows: Int, columns: Int, padded: Int? = nil
) -> [Float] {
  let width = padded ?? rows
  precondition(
    values.count >= rows * columns && width >= rows,
    "transposed: \(rows)×\(columns) of \(values.count) values, padded to \(width)")
  var result = [Float](repeating: 0, count: columns * width)
  let source = values.span
  var target = result.mutableSpan
  for row in 0..<rows {
    for column in 0..<columns {
      target[column * width + row] = source[row * columns + column]
    }
  }
  return result
}
