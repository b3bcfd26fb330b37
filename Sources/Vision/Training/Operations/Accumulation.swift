/// Rows of numbers that begin as zeros and are added to.
struct Accumulation {
  let shape: [Int]
  let row: Int
  private var values: [Float]

  init(shape: [Int], row: Int) {
    (self.shape, self.row) = (shape, row)
    values = [Float](repeating: 0, count: shape.reduce(1, *))
  }

  var tensor: Tensor { Tensor(values, shape: shape) }

  /// Adds row `i` of `a` times row `j` of `b`, number by number, to row `target`.
  @inline(__always)
  mutating func add(_ a: Tensor, _ i: Int, times b: Tensor, _ j: Int, to target: Int) {
    let first = a.values.span.extracting(i * row..<(i + 1) * row)
    let second = b.values.span.extracting(j * row..<(j + 1) * row)
    let range = target * row..<(target + 1) * row
    var sums = values.mutableSpan
    sums.withSlice(range) {
      RowKernels.multiplyAdd(first, second, to: &$0)
    }
  }

  /// Adds `factor` times `source` to the numbers from `target` on.
  @inline(__always)
  mutating func add(_ source: Span<Float>, times factor: Float = 1, at target: Int) {
    var sums = values.mutableSpan
    sums.withSlice(target..<target + source.count) {
      RowKernels.add(source, times: factor, to: &$0)
    }
  }
}
