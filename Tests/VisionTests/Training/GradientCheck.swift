import Testing
import Vision

/// Compares the gradients of an operation with differences of its results.
enum GradientCheck {
  /// Seeded numbers in −2 … 2, none within 0.05 of 0: activations have their kink there.
  static func numbers(_ shape: [Int], seed: UInt64) -> Tensor {
    var random = SplitMix64(seed: seed)
    let values = (0..<shape.reduce(1, *)).map { _ in
      let size = random.number(0.05...2)
      return random.chance(0.5) ? size : -size
    }
    return Tensor(values, shape: shape)
  }

  /// Expects the gradients of what `operation` makes of inputs of `shapes`, weighted with seeded numbers
  /// and summed, to be what the sum changes by when one input does. Sums are taken in f64.
  static func expect(
    _ shapes: [Int]..., step: Float = 0x1p-6,
    sourceLocation: SourceLocation = #_sourceLocation,
    operation: (inout Tape, [Tape.Variable]) -> Tape.Variable
  ) {
    let inputs = shapes.enumerated().map { numbers($1, seed: UInt64($0 + 1)) }
    var tape = Tape()
    let variables = inputs.map { tape.watched($0) }
    let result = operation(&tape, variables)
    let weights = numbers(result.shape, seed: 99)
    let sum = tape.total(tape.multiplied(result, tape.constant(weights)))
    let gradients = tape.gradients(of: sum)
    for index in inputs.indices {
      guard let found = gradients[variables[index]] else {
        Issue.record("no gradient of input \(index)", sourceLocation: sourceLocation)
        continue
      }
      let expected = inputs[index].values.indices.map { place in
        let sides = [step, -step].map { change in
          var moved = inputs
          moved[index].values[place] += change
          var tape = Tape()
          let result = operation(&tape, moved.map { tape.constant($0) })
          return zip(result.value.values, weights.values).reduce(0) {
            $0 + Double($1.0) * Double($1.1)
          }
        }
        return Float((sides[0] - sides[1]) / (2 * Double(step)))
      }
      expectClose(
        found.values, expected, within: 1e-3, "gradient of input \(index), \(shapes[index])",
        sourceLocation: sourceLocation)
    }
  }
}
