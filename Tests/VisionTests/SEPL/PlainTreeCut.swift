import Vision

/// The rule `tree-cut` by its wording: sets of pixels, and recursion from the largest masks down.
struct PlainTreeCut {
  private struct Mask {
    var pixels: Pixels
    var parts: [Mask] = []
    var cut = 0.0
  }

  private let seeds: [UInt8]
  private(set) var labels: [UInt8]

  init(_ map: LabelMap, _ masks: [Pixels]) {
    seeds = map.labels
    labels = []
    let included = masks.filter {
      !$0.isEmpty && Double($0.count) <= 0.95 * Double(map.labels.count)
    }.sorted(by: Self.isSmaller)
    let roots = tree(included)
    let pieces = roots.flatMap { best($0).pieces }
    labels = keptSeeds(pieces, union: included.reduce(into: []) { $0.formUnion($1) })
    for piece in pieces.sorted(by: Self.isPaintedBefore) {
      for pixel in piece.pixels { labels[pixel] = piece.label }
    }
  }

  private static func isSmaller(_ a: Pixels, _ b: Pixels) -> Bool {
    if a.count != b.count { return a.count < b.count }
    return a.symmetricDifference(b).min().map(a.contains) ?? false
  }

  /// The masks in none other, each with what is in it; `masks` from the smallest up.
  private func tree(_ masks: [Pixels]) -> [Mask] {
    var nodes = masks.map { pixels in
      var own = 0.0
      for pixel in pixels { own += 1 / Double(masks.count { $0.contains(pixel) }) }
      return Mask(pixels: pixels, cut: 1.25 * own)
    }
    var roots: [Mask] = []
    for index in nodes.indices {
      let holder = nodes.indices.dropFirst(index + 1).first { larger in
        let shared = nodes[index].pixels.intersection(nodes[larger].pixels).count
        return Double(shared) >= 0.85 * Double(nodes[index].pixels.count)
      }
      if let holder { nodes[holder].parts.append(nodes[index]) } else { roots.append(nodes[index]) }
    }
    return roots
  }

  private struct Piece {
    var pixels: Pixels
    var label: UInt8
    var share: Double
  }

  private func best(_ mask: Mask) -> (cost: Double, pieces: [Piece]) {
    let split = mask.parts.map(best)
    let cost = split.reduce(mask.cut) { $0 + $1.cost }
    let labels = [0] + Set(seeds).subtracting([0, LabelMap.void]).sorted()
    let whole = labels.map { label in (label: label, cost: change(mask.pixels, to: label)) }
    guard let cheapest = whole.min(by: { $0.cost < $1.cost }), cheapest.cost <= cost else {
      return (cost, split.flatMap(\.pieces))
    }
    let own = mask.pixels.count { seeds[$0] == cheapest.label }
    let piece = Piece(
      pixels: mask.pixels, label: cheapest.label, share: Double(own) / Double(mask.pixels.count))
    return (cheapest.cost, [piece])
  }

  /// What it costs to make all of `pixels` one label. A class seed is worth 1, and more the larger
  /// the part of its class that is here: 6 where that is 0.85 more than by chance.
  private func change(_ pixels: Pixels, to label: UInt8) -> Double {
    func count(_ label: UInt8) -> Int { pixels.count { seeds[$0] == label } }
    func worth(_ label: UInt8) -> Double {
      let share = Double(count(label)) / Double(seeds.count { $0 == label })
      let area = Double(pixels.count) / Double(seeds.count)
      let surplus = max(0, (share - area) / (1 - area))
      return Double(count(label)) * (1 + (6 - 1) / (0.85 * 0.85) * surplus * surplus)
    }
    let classes = Set(seeds).subtracting([0, LabelMap.void]).sorted()
    let all = classes.reduce(0) { $0 + worth($1) }
    if label == 0 { return all }
    let others = classes.reduce(0) { $1 == label ? $0 : $0 + count($1) }
    return Double(count(0)) + (all - worth(label) + Double(others))
  }

  private func keptSeeds(_ pieces: [Piece], union: Pixels) -> [UInt8] {
    var kept = seeds.map { $0 == LabelMap.void ? 0 : $0 }
    for label in Set(kept) where label != 0 {
      let all = seeds.count { $0 == label }
      let explained = pieces.filter { $0.label == label }.reduce(0) { sum, piece in
        sum + piece.pixels.count { seeds[$0] == label }
      }
      let outside = seeds.indices.filter { seeds[$0] == label && !union.contains($0) }
      let open = seeds.count - union.count
      if Double(explained) > 0.4 * Double(all), Double(outside.count) < 0.3 * Double(open) {
        for pixel in outside { kept[pixel] = 0 }
      }
    }
    return kept
  }

  private static func isPaintedBefore(_ a: Piece, _ b: Piece) -> Bool {
    if a.share != b.share { return a.share < b.share }
    if a.pixels.count != b.pixels.count { return a.pixels.count > b.pixels.count }
    return a.label > b.label
  }
}
