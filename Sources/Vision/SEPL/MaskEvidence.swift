/// What the masks of an image say beyond their overlaps with the classes: how they nest, how many
/// share a pixel, and what they leave uncovered. Counted once per image, for rules that ask for it.
public struct MaskEvidence: Sendable, Equatable {
  /// How the masks looked at nest, where 0.85 of one must lie in another.
  public let forest: MaskForest
  /// The masks looked at: those that hold a pixel and at most 0.95 of the image. Ascending.
  public let included: [Int]
  /// Per mask the sum over its pixels of 1/n, where n included masks share the pixel: its area where
  /// it is alone, half of that where another covers all of it. 0 for masks left out.
  public let ownPixels: [Double]
  /// Per class of the planes its pixels outside all included masks.
  public let uncovered: [Int]
  /// All pixels outside all included masks.
  public let uncoveredPixels: Int

  /// Masks and planes must be of one size.
  public init(_ masks: [BinaryMask], _ planes: ClassPlanes) {
    let graph = MaskGraph(masks)
    let cap = SEPLThresholds()
    let included = masks.indices.filter { mask in
      graph.areas[mask] > 0
        && cap.admits(area: graph.areas[mask], pixelCount: planes.width * planes.height)
    }
    var outside = BinaryMask(width: planes.width, height: planes.height)
    outside.insert(0..<outside.pixelCount)
    for mask in included { outside.subtract(masks[mask]) }
    forest = MaskForest(graph, containment: 0.85, including: Set(included).contains)
    self.included = included
    ownPixels = Self.ownPixels(masks, included)
    uncovered = planes.foreground.map { $0.mask.intersectionCount(outside) }
    uncoveredPixels = outside.count
  }

  private static func ownPixels(_ masks: [BinaryMask], _ included: [Int]) -> [Double] {
    var covers = [UInt16](repeating: 0, count: masks.first?.pixelCount ?? 0)
    for mask in included {
      masks[mask].forEachRun { run in
        for pixel in run where covers[pixel] < .max { covers[pixel] += 1 }
      }
    }
    let deepest = Int(covers.max() ?? 0)
    var own = [Double](repeating: 0, count: masks.count)
    for mask in included {
      // Counted by n first: whole numbers, whose sum does not depend on the order of pixels.
      var pixels = [Int](repeating: 0, count: deepest + 1)
      masks[mask].forEachRun { run in for pixel in run { pixels[Int(covers[pixel])] += 1 } }
      for (n, count) in pixels.enumerated() where count > 0 {
        own[mask] += Double(count) / Double(n)
      }
    }
    return own
  }
}
