/// Where the taps of a square kernel lie on a map with zeros around it.
package struct TapGrid: Sendable, Hashable {
  /// Taps along one side.
  package let kernel: Int
  package let stride: Int
  /// How far neighbouring taps are from each other.
  package let dilation: Int
  package let border: ConvolutionWindow.Border

  package init(
    kernel: Int, stride: Int = 1, dilation: Int = 1, border: ConvolutionWindow.Border = .even
  ) {
    precondition(
      kernel >= 1 && !kernel.isMultiple(of: 2) && stride >= 1 && dilation >= 1,
      "TapGrid: a kernel of \(kernel), stride \(stride), dilation \(dilation)")
    (self.kernel, self.stride, self.dilation, self.border) = (kernel, stride, dilation, border)
  }

  /// How many taps there are.
  var taps: Int { kernel * kernel }

  /// Rows of what is made of a map of `length` rows; columns alike.
  package func length(for length: Int) -> Int { (length - 1) / stride + 1 }

  /// Zeros before a side of `length`.
  func before(length: Int) -> Int {
    let reach = (kernel - 1) * dilation
    switch border {
    case .even: return reach / 2
    case .same: return max(0, (self.length(for: length) - 1) * stride + reach + 1 - length) / 2
    }
  }

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
    let (above, left) = (before(length: rows), before(length: columns))
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
