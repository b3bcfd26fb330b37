import Foundation

extension Tape {
  /// max(x, 0)
  package mutating func relu(_ x: Variable) -> Variable {
    clipped(x, below: .infinity) { RowKernels.relu(&$0) }
  }

  /// min(max(x, 0), 6)
  package mutating func relu6(_ x: Variable) -> Variable {
    clipped(x, below: 6) { RowKernels.relu6(&$0) }
  }

  /// x clipped by `clip` at 0 and at `limit`. At a bound the gradient is 0, as PyTorch has it.
  private mutating func clipped(
    _ x: Variable, below limit: Float, by clip: (inout MutableSpan<Float>) -> Void
  ) -> Variable {
    var values = x.value.values
    var target = values.mutableSpan
    clip(&target)
    let result = Tensor(values, shape: x.shape)
    return record(
      result,
      Dependency(x) { gradient in
        gradient.mapped(with: result) { $1 > 0 && $1 < limit ? $0 : 0 }
      })
  }

  /// x, and exp x − 1 where x is negative.
  package mutating func elu(_ x: Variable) -> Variable {
    let result = x.value.mapped { $0 > 0 ? $0 : Float(expm1(Double($0))) }
    return record(
      result,
      Dependency(x) { gradient in gradient.mapped(with: result) { $1 > 0 ? $0 : $0 * ($1 + 1) } })
  }

  /// 1 / (1 + exp −x)
  package mutating func sigmoid(_ x: Variable) -> Variable {
    let result = x.value.mapped { Float(1 / (1 + exp(-Double($0)))) }
    return record(
      result,
      Dependency(x) { gradient in gradient.mapped(with: result) { $0 * $1 * (1 - $1) } })
  }
}

extension Tensor {
  /// `transform` of each number.
  @inline(__always)
  func mapped(_ transform: (Float) -> Float) -> Tensor {
    Tensor(values.map(transform), shape: shape)
  }

  /// `transform` of each number and the number of `other` at its place.
  @inline(__always)
  func mapped(with other: Tensor, _ transform: (Float, Float) -> Float) -> Tensor {
    precondition(shape == other.shape, "Tensor.mapped: \(shape) with \(other.shape)")
    var result = values
    var target = result.mutableSpan
    let source = other.values.span
    for index in 0..<target.count { target[index] = transform(target[index], source[index]) }
    return Tensor(result, shape: shape)
  }
}
