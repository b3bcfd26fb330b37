/// What a mask is asked for with: points, a box, a coarse mask, or several of them together.
public struct Prompt: Sendable, Equatable {
  public struct Point: Sendable, Equatable {
    /// Pixels of the frame, `(x, y)`.
    public var position: SIMD2<Double>
    /// Whether the mask must hold the point; otherwise it must leave it out.
    public var isForeground: Bool

    public init(_ position: SIMD2<Double>, isForeground: Bool = true) {
      (self.position, self.isForeground) = (position, isForeground)
    }
  }

  public var points: [Point]
  /// Minimum x and y, maximum x and y, pixels of the frame.
  public var box: SIMD4<Double>?
  /// Logits of an earlier mask, `[side, side]`: a quarter of the frame's side, 256 for SAM.
  public var mask: Tensor?

  public init(points: [Point] = [], box: SIMD4<Double>? = nil, mask: Tensor? = nil) {
    (self.points, self.box, self.mask) = (points, box, mask)
  }
}
