extension Tape {
  /// a + b, of one shape.
  package mutating func sum(_ a: Variable, _ b: Variable) -> Variable {
    precondition(a.shape == b.shape, "Tape.sum: \(a.shape) and \(b.shape)")
    return record(
      a.value.mapped(with: b.value, +), Dependency(a) { $0 }, Dependency(b) { $0 })
  }

  /// a · b, number by number, of one shape.
  package mutating func multiplied(_ a: Variable, _ b: Variable) -> Variable {
    precondition(a.shape == b.shape, "Tape.multiplied: \(a.shape) and \(b.shape)")
    let (first, second) = (a.value, b.value)
    return record(
      first.mapped(with: second, *),
      Dependency(a) { $0.mapped(with: second, *) }, Dependency(b) { $0.mapped(with: first, *) })
  }

  /// x times a number.
  package mutating func scaled(_ x: Variable, by factor: Float) -> Variable {
    record(x.value.mapped { $0 * factor }, Dependency(x) { $0.mapped { $0 * factor } })
  }

  /// The sum of all numbers of x, `[]`.
  package mutating func total(_ x: Variable) -> Variable {
    let shape = x.shape
    let sum = x.value.values.reduce(0) { $0 + Double($1) }
    return record(
      Tensor([Float(sum)], shape: []),
      Dependency(x) { Tensor(repeating: $0.values[0], shape: shape) })
  }

  /// The same numbers under another shape that holds as many.
  package mutating func reshaped(_ x: Variable, _ shape: [Int]) -> Variable {
    let before = x.shape
    return record(x.value.reshaped(shape), Dependency(x) { $0.reshaped(before) })
  }

  /// `[columns, rows]` of a matrix `[rows, columns]`.
  package mutating func transposed(_ x: Variable) -> Variable {
    precondition(x.shape.count == 2, "Tape.transposed: \(x.shape)")
    let (rows, columns) = (x.shape[0], x.shape[1])
    return record(
      Tensor(
        Vision.transposed(x.value.values, rows: rows, columns: columns),
        shape: [columns, rows]),
      Dependency(x) {
        Tensor(Vision.transposed($0.values, rows: columns, columns: rows), shape: [rows, columns])
      })
  }
}
