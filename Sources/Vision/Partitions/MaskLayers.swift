/// The masks of one image with their bits and overlaps, made once for any number of arrangements.
public struct MaskLayers: Sendable, Equatable {
  public let set: MaskSet
  /// Each candidate's mask as bits, in the order of the set.
  public let masks: [BinaryMask]
  public let graph: MaskGraph

  public init(_ set: MaskSet) {
    self.set = set
    masks = set.binaryMasks
    graph = MaskGraph(masks, boxes: set.candidates.map(\.mask.boundingBox))
  }

  /// By what a generator would rather keep one mask than another: predicted IoU, else stability,
  /// else 0 for all.
  func score(_ mask: Int) -> Float {
    set.candidates[mask].predictedIoU ?? set.candidates[mask].stability ?? 0
  }

  /// The masks that `isBefore` puts first, and where it does not tell, in the graph's order: one
  /// that, equal masks apart, does not depend on the set's.
  func order(by isBefore: (Int, Int) -> Bool) -> [Int] {
    var ranks = [Int](repeating: 0, count: masks.count)
    for (rank, mask) in graph.order.enumerated() { ranks[mask] = rank }
    return graph.order.sorted { a, b in
      isBefore(a, b) || !isBefore(b, a) && ranks[a] < ranks[b]
    }
  }

  /// Those with the highest score first.
  var orderByScore: [Int] { order { score($0) > score($1) } }

  /// The candidates at `indices`, in the order of the set.
  func keeping(_ indices: [Int]) -> MaskSet {
    var kept = set
    kept.candidates = indices.sorted().map { set.candidates[$0] }
    return kept
  }

  /// The candidates but those at `indices`, in the order of the set.
  func dropping(_ indices: [Int]) -> MaskSet {
    let dropped = Set(indices)
    return keeping(masks.indices.filter { !dropped.contains($0) })
  }

  /// Each candidate with the pixels that `order` leaves it: the first takes all of its mask, the
  /// next what is left of its own. Candidates without a pixel go; the set's order stays.
  func layered(_ order: [Int]) -> MaskSet {
    var taken = BinaryMask(width: set.width, height: set.height)
    var visible: [(index: Int, candidate: MaskCandidate)] = []
    for index in order {
      var mask = masks[index]
      mask.subtract(taken)
      guard !mask.isEmpty else { continue }
      taken.formUnion(mask)
      visible.append((index, set.candidates[index].with(mask)))
    }
    var result = set
    result.candidates = visible.sorted { $0.index < $1.index }.map(\.candidate)
    return result
  }
}

extension MaskCandidate {
  /// What is known about the candidate, of another mask.
  func with(_ mask: BinaryMask) -> MaskCandidate {
    var changed = self
    changed.mask = RunLengthMask(mask)
    changed.area = changed.mask.count
    return changed
  }
}
