/// How an affinity network is trained: a value that says everything that the result depends on, besides
/// the images.
public struct AffinityTraining: Sendable, Hashable {
  public var kind: AffinityKind
  public var recipe: TrainingRecipe
  /// Pairs of cells nearer than this are learnt from; PSA has 5, IRN 10 at half the stride.
  public var radius = 5
  /// What each stage of the backbone is narrowed to, the finest first.
  public var widths: [Int]

  public init(kind: AffinityKind, recipe: TrainingRecipe, widths: [Int]) {
    precondition(
      radius >= 2 && !widths.isEmpty && widths.allSatisfy { $0 > 0 }
        && (kind == .boundaries || widths.reduce(0, +).isMultiple(of: 16)),
      "AffinityTraining: radius \(radius), widths \(widths)")
    (self.kind, self.recipe, self.widths) = (kind, recipe, widths)
  }

  /// PSA's network on three stages.
  public static let features = AffinityTraining(
    kind: .features,
    recipe: TrainingRecipe(epochs: 4, batch: 8, optimiser: .adamW(), rate: 1e-3, newLayerFactor: 1),
    widths: [16, 32, 64])

  /// IRN's boundaries on three stages.
  public static let boundaries = AffinityTraining(
    kind: .boundaries,
    recipe: TrainingRecipe(epochs: 4, batch: 8, optimiser: .adamW(), rate: 3e-3, newLayerFactor: 1),
    widths: [32, 32, 32])

  /// Every choice by name, for the keys of caches.
  public var named: [(name: String, value: String)] {
    [("kind", kind.rawValue), ("radius", "\(radius)"), ("widths", "\(widths)")] + recipe.named
  }
}

/// Why an affinity network cannot be trained.
public enum AffinityTrainingError: Error, Equatable, Sendable {
  /// No two neighbouring cells of any image have labels that are sure.
  case noSurePixels(images: Int)
}

extension AffinityTrainingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noSurePixels(let images):
      "none of \(images) images has two neighbouring cells whose class activation maps are sure; "
        + "lower the foreground threshold or raise the background's, or look at the maps"
    }
  }
}
