extension Tape {
  /// y = x · weightᵀ for each row of `x`, `[…, inputs]`, such as the entries of a map, of which this is
  /// a 1×1 convolution. `weight` is `[outputs, inputs]`.
  package mutating func product(_ x: Variable, _ weight: Variable) -> Variable {
    let (outputs, inputs) = (weight.shape[0], weight.shape[1])
    precondition(
      weight.shape.count == 2 && x.shape.last == inputs,
      "Tape.product: \(x.shape) by a weight of \(weight.shape)")
    let rows = x.value.count / inputs
    let (values, factors) = (x.value, weight.value)
    let y = DenseProduct.ofTransposed(
      values.values, factors.values, rows: rows, columns: outputs, terms: inputs)
    return record(
      Tensor(y, shape: Array(x.shape.dropLast()) + [outputs]),
      Dependency(x) { gradient in
        Tensor(
          DenseProduct.of(
            gradient.values, factors.values, rows: rows, columns: inputs, terms: outputs),
          shape: values.shape)
      },
      Dependency(weight) { gradient in
        Tensor(
          DenseProduct.ofTransposedLeft(
            gradient.values, values.values, rows: outputs, columns: inputs, terms: rows),
          shape: factors.shape)
      })
  }

  /// A convolution of a map `[rows, columns, inputs]` by a `weight` of
  /// `[outputs, kernel · kernel · inputs]`, taps row by row with the inputs of each together.
  package mutating func convolution(
    _ map: Variable, _ weight: Variable, _ window: ConvolutionWindow
  ) -> Variable {
    product(neighbourhoods(of: map, window), weight)
  }

  /// What the taps see of a map `[rows, columns, channels]`: `[rows, columns, taps · channels]`, zeros
  /// beyond the border.
  package mutating func neighbourhoods(of map: Variable, _ window: ConvolutionWindow) -> Variable {
    let (rows, columns, channels) = (map.shape[0], map.shape[1], map.shape[2])
    let length = window.taps * channels
    let (x, shape) = (map.value, map.shape)
    var seen = Accumulation(shape: window.shape(for: shape, channels: length), row: length)
    window.forEachTap(rows: rows, columns: columns) { target, tap, source in
      seen.add(
        x.values.span.extracting(source * channels..<(source + 1) * channels),
        at: target * length + tap * channels)
    }
    return record(
      seen.tensor,
      Dependency(map) { gradient in
        var sums = Accumulation(shape: shape, row: channels)
        window.forEachTap(rows: rows, columns: columns) { target, tap, source in
          let start = target * length + tap * channels
          sums.add(
            gradient.values.span.extracting(start..<start + channels), at: source * channels)
        }
        return sums.tensor
      })
  }
}

/// Products of dense row-major matrices of any size, through the package's kernels.
private enum DenseProduct {
  /// `[rows, columns]` = a `[rows, terms]` · bᵀ, where b is `[columns, terms]`.
  static func ofTransposed(
    _ a: [Float], _ b: [Float], rows: Int, columns: Int, terms: Int
  ) -> [Float] {
    multiplied(a, b, MatrixLayout(row: 1, column: terms), rows: rows, columns: columns, terms)
  }

  /// `[rows, columns]` = a `[rows, terms]` · b `[terms, columns]`.
  static func of(_ a: [Float], _ b: [Float], rows: Int, columns: Int, terms: Int) -> [Float] {
    multiplied(a, b, MatrixLayout(row: columns), rows: rows, columns: columns, terms)
  }

  /// `[rows, columns]` = aᵀ · b `[terms, columns]`, where a is `[terms, rows]`.
  static func ofTransposedLeft(
    _ a: [Float], _ b: [Float], rows: Int, columns: Int, terms: Int
  ) -> [Float] {
    guard columns.isMultiple(of: 16) else {
      return of(
        transposed(a, rows: terms, columns: rows), b, rows: rows, columns: columns, terms: terms)
    }
    var c = [Float](repeating: 0, count: rows * columns)
    var target = c.mutableSpan
    multiply(
      rows: rows, columns: columns, terms: terms, a.span, MatrixLayout(row: 1, column: rows),
      b.span, bRow: columns, into: &target, cRow: columns)
    return c
  }

  private static func multiplied(
    _ a: [Float], _ b: [Float], _ layout: MatrixLayout, rows: Int, columns: Int, _ terms: Int
  ) -> [Float] {
    let right = PackedMatrix(
      b.span, rows: terms, columns: columns, layout: layout, precision: .f32)
    var c = [Float](repeating: 0, count: rows * columns)
    var target = c.mutableSpan
    right.multiply(a.span, count: rows, into: &target)
    return c
  }
}
