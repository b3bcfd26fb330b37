/// What a square kernel sees of a square map, and of the zeros around it.
package struct ConvolutionWindow: Sendable, Hashable {
  /// Where the zeros lie; either way there are enough for ⌈side / stride⌉ rows and columns.
  package enum Border: Sendable, Hashable {
    /// Half a kernel on every side, as layers of PyTorch have it.
    case even
    /// No more than are needed, the odd one right and below: TensorFlow's "same" padding.
    case same
  }

  /// Taps along one side.
  package let kernel: Int
  package let stride: Int
  package let border: Border

  package init(kernel: Int, stride: Int, border: Border = .even) {
    precondition(
      kernel >= 1 && !kernel.isMultiple(of: 2) && stride >= 1,
      "ConvolutionWindow: a kernel of \(kernel), stride \(stride)")
    (self.kernel, self.stride, self.border) = (kernel, stride, border)
  }

  /// Rows, and columns, of what is made of a map of `side` × `side`.
  package func side(for side: Int) -> Int { (side - 1) / stride + 1 }

  /// Rows of zeros above a map of `side` × `side`, and columns left of it.
  package func before(side: Int) -> Int {
    switch border {
    case .even: kernel / 2
    case .same: max(0, (self.side(for: side) - 1) * stride + kernel - side) / 2
    }
  }

  /// The rows of a map of `side` × `side` that `rows` of what is made of it depend on.
  package func source(of rows: Range<Int>, side: Int) -> Range<Int> {
    let before = before(side: side)
    return max(
      0, rows.lowerBound * stride - before)..<min(
        side, (rows.upperBound - 1) * stride - before + kernel)
  }
}
