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

  /// How much the seeds contradict the masks: with every pixel in the smallest mask over it, the
  /// pixels whose seed is not the most frequent one there, over all foreground seeds. 0 without seeds.
  public let disagreement: Double

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
    var odd = 0
    let isIncluded = Set(included)
    for mask in graph.order where isIncluded.contains(mask) {
      var visible = masks[mask]
      visible.formIntersection(outside)
      odd += planes.minority(in: visible)
      outside.subtract(visible)
    }
    let seeds = planes.foreground.reduce(0) { $0 + $1.mask.count }
    forest = MaskForest(graph, containment: 0.85, including: isIncluded.contains)
    self.included = included
    ownPixels = Self.ownPixels(masks, included)
    disagreement = seeds == 0 ? 0 : Double(odd) / Double(seeds)
    uncovered = planes.foreground.map { $0.mask.intersectionCount(outside) }
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

extension ClassPlanes {
  /// The pixels of `region` that do not have its most frequent label, void pixels apart.
  fileprivate func minority(in region: BinaryMask) -> Int {
    let classes = foreground.map { $0.mask.intersectionCount(region) }
    let seeds = classes.reduce(0, +)
    let all = region.count - (void.isEmpty ? 0 : void.intersectionCount(region))
    return all - max(all - seeds, classes.max() ?? 0)
  }
}
