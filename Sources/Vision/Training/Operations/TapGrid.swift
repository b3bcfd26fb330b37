/// Where the taps of a square kernel lie on a map with zeros around it.
package struct TapGrid: Sendable, Hashable {
  package let window: ConvolutionWindow

  package init(
    kernel: Int, stride: Int = 1, dilation: Int = 1, border: ConvolutionWindow.Border = .even
  ) {
    window = ConvolutionWindow(
      kernel: kernel, stride: stride, dilation: dilation, border: border)
  }

  /// Taps along one side.
  package var kernel: Int { window.kernel }

  /// How many taps there are.
  var taps: Int { kernel * kernel }

  /// Rows of what is made of a map of `length` rows; columns alike.
  package func length(for length: Int) -> Int { window.length(for: length) }

  /// `[rows, columns, channels]` of what is made of a map of `shape`.
  func shape(for shape: [Int], channels: Int) -> [Int] {
    precondition(shape.count == 3, "TapGrid: a map of \(shape)")
    return [length(for: shape[0]), length(for: shape[1]), channels]
  }

  /// Calls `body` with each entry of what is made of a map of `rows` × `columns`, each tap, row by row,
  /// and the map's entry that it sees there; taps beyond the border are left out.
  @inline(__always)
  func forEach(
    rows: Int, columns: Int, _ body: (_ target: Int, _ tap: Int, _ source: Int) -> Void
  ) {
    let (above, left) = (window.before(rows), window.before(columns))
    let (stride, dilation) = (window.stride, window.dilation)
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
