extension Tape {
  /// Each channel of a map `[rows, columns, channels]` convolved with itself. `weight` is
  /// `[kernel · kernel, channels]`: a row for each tap, taps row by row.
  package mutating func depthwise(
    _ map: Variable, _ weight: Variable, _ window: ConvolutionWindow
  ) -> Variable {
    let (rows, columns, channels) = (map.shape[0], map.shape[1], map.shape[2])
    precondition(
      weight.shape == [window.taps, channels],
      "Tape.depthwise: a weight of \(weight.shape) for a map of \(map.shape), \(window)")
    let (x, w) = (map.value, weight.value)
    let shape = window.shape(for: map.shape, channels: channels)
    var sums = Accumulation(shape: shape, row: channels)
    window.forEachTap(rows: rows, columns: columns) { target, tap, source in
      sums.add(x, source, times: w, tap, to: target)
    }
    return record(
      sums.tensor,
      Dependency(map) { gradient in
        var sums = Accumulation(shape: x.shape, row: channels)
        window.forEachTap(rows: rows, columns: columns) { target, tap, source in
          sums.add(gradient, target, times: w, tap, to: source)
        }
        return sums.tensor
      },
      Dependency(weight) { gradient in
        var sums = Accumulation(shape: w.shape, row: channels)
        window.forEachTap(rows: rows, columns: columns) { target, tap, source in
          sums.add(gradient, target, times: x, source, to: tap)
        }
        return sums.tensor
      })
  }
}

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
