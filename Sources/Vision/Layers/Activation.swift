/// What is done to each number between two layers.
enum Activation: Sendable, Hashable {
  /// The exact GELU.
  case gelu
  /// min(max(x, 0), 6)
  case relu6

  func apply(_ x: inout MutableSpan<Float>) {
    switch self {
    case .gelu: RowKernels.gelu(&x)
    case .relu6: RowKernels.relu6(&x)
    }
  }
}
