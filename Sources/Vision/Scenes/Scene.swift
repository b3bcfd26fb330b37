/// A drawn photograph with exact labels, for experiments that need no download.
///
/// Objects of ten classes stand in surroundings that go with them. Every edge is drawn with the exact
/// area that it covers of a pixel; a pixel is an object's where the object covers at least half of
/// it and nothing before it does.
public struct Scene: Sendable, Equatable {
  public let image: RGBImage
  /// 0 is background, then the classes of `SceneDataset.classes`. No pixel is void.
  public let classes: LabelMap
  /// 0 is background, then the `instance` of each object.
  public let instances: LabelMap
  /// 0 is background, then from 1 the object's parts; what a label means depends on the class.
  public let parts: LabelMap
  /// From the farthest to the nearest, each with at least a quarter of it visible.
  public let objects: [SceneObject]

  /// The scene at `index` of the series that `seed` begins: the same on every machine, whatever
  /// others are drawn. Sizes are 500×375, 500×333 and 375×500. In every ten scenes from a multiple
  /// of ten on, each class is the main one once.
  public static func draw(index: Int, seed: UInt64) -> Scene {
    precondition(index >= 0, "Scene.draw: index \(index)")
    var generator = SplitMix64(seed: seed, stream: UInt64(index))
    let subject = subject(of: index, seed: seed)
    return SceneComposition(subject: subject, &generator).drawn(&generator)
  }

  private static func subject(of index: Int, seed: UInt64) -> SceneClass {
    let count = SceneClass.allCases.count
    var generator = SplitMix64(seed: ~seed, stream: UInt64(index / count))
    var order = SceneClass.allCases
    for i in (1..<count).reversed() { order.swapAt(i, generator.index(below: i + 1)) }
    return order[index % count]
  }
}
