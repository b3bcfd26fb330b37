extension ConvolutionWindow {
  /// How many taps there are.
  var taps: Int { kernel * kernel }

  /// `[rows, columns, channels]` of what is made of a map of `shape`.
  func shape(for shape: [Int], channels: Int) -> [Int] {
    precondition(shape.count == 3, "ConvolutionWindow: a map of \(shape)")
    return [length(for: shape[0]), length(for: shape[1]), channels]
  }

  /// Calls `body` with each entry of what is made of a map of `rows` × `columns`, each tap, row by row,
  /// and the map's entry that it sees there; taps beside the map are left out.
  @inline(__always)
  func forEachTap(
    rows: Int, columns: Int, _ body: (_ target: Int, _ tap: Int, _ source: Int) -> Void
  ) {
    let (above, left) = (before(rows), before(columns))
    let width = length(for: columns)
    for row in 0..<length(for: rows) {
      for column in 0..<width {
        for dy in 0..<kernel {
          let y = row * stride - above + dy * dilation
          guard y >= 0, y < rows else { continue }
          for dx in 0..<kernel {
            let x = column * stride - left + dx * dilation
            guard x >= 0, x < columns else { continue }
            body(row * width + column, dy * kernel + dx, y * columns + x)
          }
        }
      }
    }
  }
}
