/// What is done to each number between two layers.
package enum Activation: Sendable, Hashable {
  /// The exact GELU.
  case gelu
  /// max(x, 0)
  case relu
  /// min(max(x, 0), 6)
  case relu6

  func apply(_ x: inout MutableSpan<Float>) {
    switch self {
    case .gelu: RowKernels.gelu(&x)
    case .relu: RowKernels.relu(&x)
    case .relu6: RowKernels.relu6(&x)
    }
  }

  /// Between which numbers it cuts; nil where it does more than that.
  var bounds: ClosedRange<Float>? {
    switch self {
    case .gelu: nil
    case .relu: 0 ... .infinity
    case .relu6: 0...6
    }
  }
}

extension Activation? {
  /// What a kernel is to cut at; all that is left to do is `rest`.
  var bounds: ClosedRange<Float> { self?.bounds ?? -.infinity ... .infinity }

  /// The activation, unless cutting is all of it.
  var rest: Activation? { self?.bounds == nil ? self : nil }
}
