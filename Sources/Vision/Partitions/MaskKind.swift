/// A kind of masks in an image's set, told from the masks alone: what is left without it shows what it
/// is good for.
public enum MaskKind: Sendable, Hashable {
  /// Those so deep among the others, see `Nesting`.
  case nested(Depth, Nesting = Nesting())
  /// Those that fill less than this share of the image.
  case small(below: Double = 0.01)
  /// Those that fill more than this share of the image.
  case large(above: Double = 0.25)

  public enum Depth: String, Sendable, Hashable, CaseIterable {
    /// In no other mask.
    case wholes
    /// Directly in a whole.
    case parts
    /// Anything deeper.
    case subparts
  }

  /// When a mask counts as lying in another: as for `MaskArrangement.quasiSuperpixels`, but that a mask
  /// as large as the scene holds none, since all objects would be its parts.
  public struct Nesting: Sendable, Hashable {
    /// A mask lies in a larger one that holds more than this share of it.
    public var containment: Double
    /// Masks that fill more than this share of the image hold none; they count as wholes.
    public var scene: Double

    public init(containment: Double = 0.3, scene: Double = 0.95) {
      (self.containment, self.scene) = (containment, scene)
    }
  }

  /// A stable word with every number in it, such as `subparts-0.3-0.95` or `small-0.01`.
  public var name: String {
    switch self {
    case .nested(let depth, let nesting):
      "\(depth.rawValue)-\(nesting.containment)-\(nesting.scene)"
    case .small(let share): "small-\(share)"
    case .large(let share): "large-\(share)"
    }
  }

  /// The masks of this kind, as indices ascending. An empty mask is a small whole.
  public func members(of layers: MaskLayers) -> [Int] {
    let (areas, pixels) = (layers.graph.areas, Double(layers.set.width * layers.set.height))
    return switch self {
    case .nested(let depth, let nesting): nesting.masks(at: depth, of: layers, pixels: pixels)
    case .small(let share): areas.indices.filter { Double(areas[$0]) < share * pixels }
    case .large(let share): areas.indices.filter { Double(areas[$0]) > share * pixels }
    }
  }
}

extension MaskKind.Nesting {
  fileprivate func masks(
    at depth: MaskKind.Depth, of layers: MaskLayers, pixels: Double
  ) -> [Int] {
    let graph = layers.graph
    // `MaskForest` asks for at least a share, the test for more than it.
    let forest = MaskForest(graph, containment: containment.nextUp) {
      Double(graph.areas[$0]) <= scene * pixels
    }
    return graph.areas.indices.filter { mask in
      switch forest.depth(mask) {
      case 0: depth == .wholes
      case 1: depth == .parts
      default: depth == .subparts
      }
    }
  }
}
