/// What a square kernel sees of a map, and of the zeros around it. Rows and columns are looked at one
/// at a time: a length is that of either.
package struct ConvolutionWindow: Sendable, Hashable {
  /// Where the zeros lie; either way there are enough for ⌈length / stride⌉ rows and columns.
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

  /// How many rows, or columns, are made of `length`.
  package func length(for length: Int) -> Int { (length - 1) / stride + 1 }

  /// How many rows of zeros lie above a map of `length` rows, or columns left of one of so many.
  package func before(_ length: Int) -> Int {
    switch border {
    case .even: kernel / 2
    case .same: max(0, (self.length(for: length) - 1) * stride + kernel - length) / 2
    }
  }

  /// The rows of a map of `length` rows that `rows` of what is made of it depend on.
  package func source(of rows: Range<Int>, length: Int) -> Range<Int> {
    let before = before(length)
    return max(
      0, rows.lowerBound * stride - before)..<min(
        length, (rows.upperBound - 1) * stride - before + kernel)
  }
}
