import Foundation

extension Tape {
  /// max(x, 0)
  package mutating func relu(_ x: Variable) -> Variable { bounded(x, to: 0...Float.infinity) }

  /// min(max(x, 0), 6)
  package mutating func relu6(_ x: Variable) -> Variable { bounded(x, to: 0...6) }

  /// x where it is inside `bounds`, else the nearer bound. At a bound the gradient is 0, as PyTorch
  /// has it for ReLU and ReLU6.
  private mutating func bounded(_ x: Variable, to bounds: ClosedRange<Float>) -> Variable {
    let before = x.value
    return record(
      before.mapped { Swift.min(Swift.max($0, bounds.lowerBound), bounds.upperBound) },
      Dependency(x) { gradient in
        gradient.mapped(with: before) {
          $1 > bounds.lowerBound && $1 < bounds.upperBound ? $0 : 0
        }
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
