/// Why a CRF was not run.
public enum CRFError: Error, Hashable, Sendable {
  /// The places of the kernels' lattice cannot be told apart by 64 bits.
  case tooLarge(width: Int, height: Int)
}

extension CRFError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooLarge(let width, let height):
      """
      an image of \(width)×\(height) pixels is too large for kernels this narrow; \
      use wider ones or a smaller image
      """
    }
  }
}
