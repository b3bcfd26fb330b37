/// Numbers with a shape: f32, dense, row-major.
public struct Tensor: Sendable, Hashable {
  public let shape: [Int]
  public var values: [Float] {
    didSet { Self.check(shape, count: values.count) }
  }

  /// `values` must be as many as the shape holds.
  public init(_ values: [Float], shape: [Int]) {
    Self.check(shape, count: values.count)
    (self.shape, self.values) = (shape, values)
  }

  /// `value` everywhere.
  public init(repeating value: Float = 0, shape: [Int]) {
    self.init([Float](repeating: value, count: shape.reduce(1, *)), shape: shape)
  }

  /// Number of values.
  public var count: Int { values.count }

  /// The same values under another shape that holds as many.
  public func reshaped(_ shape: [Int]) -> Tensor { Tensor(values, shape: shape) }

  private static func check(_ shape: [Int], count: Int) {
    precondition(
      shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == count,
      "Tensor: \(count) values for shape \(shape)")
  }
}
