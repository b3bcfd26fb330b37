/// What a square kernel sees of a map, and of the zeros around it. Rows and columns are looked at one
/// at a time: a length is that of either.
package struct ConvolutionWindow: Sendable, Hashable {
  /// Where the zeros lie; in the first two cases there are enough for ⌈length / stride⌉ rows and
  /// columns.
  package enum Border: Sendable, Hashable {
    /// As many before the map as after it, as layers of PyTorch have it.
    case even
    /// No more than are needed, the odd one right and below: TensorFlow's "same" padding.
    case same
    /// There are none, or the map has them in it.
    case none
  }

  /// Taps along one side.
  package let kernel: Int
  package let stride: Int
  /// From one tap to the next.
  package let dilation: Int
  package let border: Border

  package init(kernel: Int, stride: Int = 1, dilation: Int = 1, border: Border = .even) {
    precondition(
      kernel >= 1 && !kernel.isMultiple(of: 2) && stride >= 1 && dilation >= 1,
      "ConvolutionWindow: a kernel of \(kernel), stride \(stride), dilation \(dilation)")
    (self.kernel, self.stride, self.dilation) = (kernel, stride, dilation)
    self.border = border
  }

  /// A single tap that sees every entry.
  package static let pointwise = ConvolutionWindow(kernel: 1)

  /// From the first tap to the last.
  package var reach: Int { (kernel - 1) * dilation }

  /// How many rows, or columns, are made of `length`.
  package func length(for length: Int) -> Int {
    (border == .none ? length - reach - 1 : length - 1) / stride + 1
  }

  /// How many rows of zeros lie above a map of `length` rows, or columns left of one of so many.
  package func before(_ length: Int) -> Int {
    switch border {
    case .even: reach / 2
    case .same: max(0, (self.length(for: length) - 1) * stride + reach + 1 - length) / 2
    case .none: 0
    }
  }

  /// The rows of a map of `length` rows that lie among the taps of `rows` of what is made of it.
  package func source(of rows: Range<Int>, length: Int) -> Range<Int> {
    let before = before(length)
    let first = max(0, rows.lowerBound * stride - before)
    return first..<max(first, min(length, (rows.upperBound - 1) * stride - before + reach + 1))
  }
}
