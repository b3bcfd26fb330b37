/// How far numbers are from those expected, measured by the spread of the latter.
public struct Agreement: CustomStringConvertible {
  /// The largest difference over the root mean square of what is expected.
  public let error: Double
  /// Where it is.
  public let worst: Int
  private let found: Float
  private let expected: Float

  /// Arrays of different lengths, and numbers that are not finite, are infinitely far.
  public init(_ found: [Float], _ expected: [Float]) {
    guard found.count == expected.count, !found.isEmpty else {
      (error, worst, self.found, self.expected) = (.infinity, -1, 0, 0)
      return
    }
    let squares = expected.reduce(0.0) { $0 + Double($1) * Double($1) }
    let scale = max((squares / Double(expected.count)).squareRoot(), .leastNormalMagnitude)
    var (most, index) = (0.0, 0)
    for position in found.indices {
      let difference = abs(Double(found[position]) - Double(expected[position]))
      if !(difference <= most) {
        (most, index) = (difference.isNaN ? .infinity : difference, position)
      }
    }
    (error, worst) = (most / scale, index)
    (self.found, self.expected) = (found[index], expected[index])
  }

  public var description: String {
    "error \(error) of the rms, worst at \(worst): \(found) for \(expected)"
  }
}
