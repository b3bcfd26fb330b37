/// How a classifier for image-level labels is made of a backbone: all that its weights depend on but
/// the images, their labels and the backbone.
public struct ClassifierTraining: Sendable, Hashable {
  /// What learns.
  public enum Extent: Sendable, Hashable {
    /// The classifier's own layer alone; the backbone is asked once for each view of an image.
    case head
    /// That, the 1×1 convolution before it and so many of EfficientNet-Lite0's last blocks, five at
    /// most.
    case lastBlocks(Int)
  }

  public var extent: Extent
  /// Of the map that the classifier is trained on.
  public var stride: OutputStride
  public var recipe: TrainingRecipe
  public var augmentation: Augmentation
  /// Different augmentations of one image: epoch e shows view e mod `views`. With fewer views than
  /// epochs, the frozen part of the network is asked less often.
  public var views: Int

  public init(
    extent: Extent, stride: OutputStride, recipe: TrainingRecipe, augmentation: Augmentation,
    views: Int
  ) {
    precondition(views > 0, "ClassifierTraining: \(views) views")
    if case .lastBlocks(let count) = extent {
      precondition((1...5).contains(count), "ClassifierTraining: the last \(count) blocks")
    }
    (self.extent, self.stride, self.recipe) = (extent, stride, recipe)
    (self.augmentation, self.views) = (augmentation, views)
  }

  /// The classifier's own layer, on four views of each image. Long training costs next to nothing, since
  /// the views are computed once, and sharpens the maps.
  public static func standard(seed: UInt64) -> ClassifierTraining {
    ClassifierTraining(
      extent: .head, stride: .thirtySecond,
      recipe: TrainingRecipe(epochs: 200, optimiser: .adamW(), rate: 0.002, seed: seed),
      augmentation: Augmentation(longerSide: 360...560), views: 4)
  }

  /// Every choice by name, for the keys of caches.
  public var named: [(name: String, value: String)] {
    [("extent", "\(extent)"), ("stride", "\(stride)"), ("views", "\(views)")]
      + recipe.named + augmentation.named
  }

  package static let layer = "classifier.weight"

  /// Names of the parameters that learn.
  var trained: [String] {
    switch extent {
    case .head: [Self.layer]
    case .lastBlocks(let count): EfficientNetTail.names(lastBlocks: count) + [Self.layer]
    }
  }
}
