/// One object of a scene.
public struct SceneObject: Sendable, Hashable {
  /// Its class in `SceneDataset.classes`.
  public let label: Int
  /// Its label in the scene's map of instances, from 1, the farthest object first.
  public let instance: Int
  /// The names of its parts: `parts[0]` has label 1 in the scene's map of parts, and is the one by
  /// which its class is told; some may be hidden.
  public let parts: [String]
  /// Around its visible pixels.
  public let box: PixelBox
  /// Visible pixels.
  public let area: Int
  /// Visible pixels over all that it would have without other objects before it; what the image's
  /// edge cuts off is not counted.
  public let visibleShare: Double
}
