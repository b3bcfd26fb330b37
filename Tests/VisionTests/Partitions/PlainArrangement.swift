import Vision

/// What an arrangement leaves of a mask: its pixels, and which candidate's traits it has.
struct PlainMask: Equatable {
  let owner: Int
  let pixels: Pixels
}

/// Every arrangement as its documentation words it, on sets of pixels: slow, and with nothing in
/// common with the code that it is compared with.
struct PlainArrangement {
  let set: MaskSet
  /// The pseudo label; nil where there is none.
  let labels: LabelMap?
  private let masks: [Pixels]

  init(_ set: MaskSet, _ labels: LabelMap? = nil) {
    (self.set, self.labels) = (set, labels)
    masks = set.candidates.map(pixels(of:))
  }

  func applying(_ arrangement: MaskArrangement) -> [PlainMask] {
    switch arrangement {
    case .none: return keeping(Array(masks.indices))
    case .boxNMS(let threshold): return keeping(afterBoxNMS(threshold))
    case .maskNMS(let threshold, let measure): return keeping(afterMaskNMS(threshold, measure))
    case .smallOverLarge: return layered(plainOrder(set))
    case .byScore: return layered(orderByScore)
    case .quasiSuperpixels(let containment): return layered(byKind(containment))
    case .levelNMS(let test): return keeping(kept(by: test))
    case .panoptic(let overlap): return panoptic(overlap)
    case .atoms: return atoms()
    case .singleObject(let test): return keeping(kept(by: test))
    case .without(let kind): return keeping(masks.indices.filter { !isOf(kind, $0) })
    case .sequence(let steps): return applying(steps)
    }
  }

  private func keeping(_ indices: [Int]) -> [PlainMask] {
    indices.sorted().map { PlainMask(owner: $0, pixels: masks[$0]) }
  }

  private func layered(_ order: [Int]) -> [PlainMask] {
    masks.indices.map { mask in
      let before = order.prefix { $0 != mask }
      let left = before.reduce(into: masks[mask]) { $0.subtract(masks[$1]) }
      return PlainMask(owner: mask, pixels: order.contains(mask) ? left : [])
    }.filter { !$0.pixels.isEmpty }
  }

  private var orderByScore: [Int] {
    plainOrder(set) { score(set.candidates[$0]) > score(set.candidates[$1]) }
  }

  private func applying(_ steps: [MaskArrangement]) -> [PlainMask] {
    guard let last = steps.last else { return keeping(Array(masks.indices)) }
    let before = applying(steps.dropLast())
    var arranged = set
    arranged.candidates = before.map { mask in
      var candidate = set.candidates[mask.owner]
      var bits = BinaryMask(width: set.width, height: set.height)
      for pixel in mask.pixels { bits.insert(pixel..<pixel + 1) }
      candidate.mask = RunLengthMask(bits)
      candidate.area = mask.pixels.count
      return candidate
    }
    return PlainArrangement(arranged, labels).applying(last).map {
      PlainMask(owner: before[$0.owner].owner, pixels: $0.pixels)
    }
  }
}

// MARK: - Suppression by score

extension PlainArrangement {
  /// As in the generator, the earlier goes first of equal scores, and an IoU is rounded to 32 bits
  /// before it meets a threshold of 64: one of 2/5 is above 0.4.
  private func afterBoxNMS(_ threshold: Double) -> [Int] {
    let boxes = set.candidates.map { MaskBox($0.mask).edges }
    func area(_ box: SIMD4<Int32>) -> Double { Double(box.z - box.x) * Double(box.w - box.y) }
    let order = boxes.indices.sorted {
      (score(set.candidates[$0]), $1) > (score(set.candidates[$1]), $0)
    }
    return order.reduce(into: []) { kept, mask in
      let isCovered = kept.contains { other in
        let (a, b) = (boxes[mask], boxes[other])
        let width = max(0, min(a.z, b.z) - max(a.x, b.x))
        let both = Double(width) * Double(max(0, min(a.w, b.w) - max(a.y, b.y)))
        return Double(Float(both / (area(a) + area(b) - both))) > threshold
      }
      if !isCovered { kept.append(mask) }
    }
  }

  private func afterMaskNMS(_ threshold: Double, _ measure: MaskArrangement.Overlap) -> [Int] {
    orderByScore.reduce(into: []) { kept, mask in
      let isCovered = kept.contains { other in
        let both = masks[mask].intersection(masks[other]).count
        let whole =
          measure == .iou
          ? masks[mask].union(masks[other]).count : min(masks[mask].count, masks[other].count)
        return whole > 0 && Double(both) / Double(whole) > threshold
      }
      if !isCovered { kept.append(mask) }
    }
  }

  private func panoptic(_ overlap: Double) -> [PlainMask] {
    var taken: Pixels = []
    var placed: [PlainMask] = []
    for mask in orderByScore {
      let left = masks[mask].subtracting(taken)
      let covered = masks[mask].count - left.count
      guard Double(covered) <= overlap * Double(masks[mask].count), !left.isEmpty else { continue }
      placed.append(PlainMask(owner: mask, pixels: left))
      taken.formUnion(left)
    }
    return placed.sorted { $0.owner < $1.owner }
  }

  /// Level by level; an empty mask is of no level.
  private func kept(by test: LevelNMS) -> [Int] {
    let scores = set.candidates.map { Double($0.predictedIoU ?? 1) * Double($0.stability ?? 1) }
    let order = plainOrder(set) { scores[$0] > scores[$1] }.filter { !masks[$0].isEmpty }
    return Set(set.candidates.map(\.level)).flatMap { level -> [Int] in
      let members = order.filter { set.candidates[$0].level == level }
      let passing = members.filter { scores[$0] > test.score }
      return (passing.isEmpty ? Array(members.prefix(3)) : passing).filter { mask in
        !members.prefix { $0 != mask }.contains { iou(mask, $0) > test.iou }
          && !members.contains { $0 != mask && isInner(mask, $0, below: test.inner) }
      }
    }
  }

  private func iou(_ a: Int, _ b: Int) -> Double {
    Double(masks[a].intersection(masks[b]).count) / Double(masks[a].union(masks[b]).count)
  }

  private func isInner(_ mask: Int, _ holder: Int, below limit: Double) -> Bool {
    let both = Double(masks[mask].intersection(masks[holder]).count)
    let (held, filled) = (both / Double(masks[mask].count), both / Double(masks[holder].count))
    return held >= 0.85 && filled < 0.5 && held * filled < limit
  }
}

// MARK: - Nesting

extension PlainArrangement {
  /// Per mask the first larger one, in the fixed order, that holds it as `isHeld` asks.
  private func parents(_ isHeld: (_ both: Int, _ area: Int) -> Bool) -> [Int?] {
    let upwards = plainOrder(set).filter { !masks[$0].isEmpty }
    return masks.indices.map { mask in
      upwards.drop { $0 != mask }.dropFirst().first {
        isHeld(masks[mask].intersection(masks[$0]).count, masks[mask].count)
      }
    }
  }

  private func byKind(_ containment: Double) -> [Int] {
    let parents = parents { Double($0) > containment * Double($1) }
    func kind(_ mask: Int) -> Int { parents[mask].map { min(2, kind($0) + 1) } ?? 0 }
    return plainOrder(set) {
      (kind($0), score(set.candidates[$0])) > (kind($1), score(set.candidates[$1]))
    }
  }

  private func kept(by test: SingleObjectTest) -> [Int] {
    let parents = parents { Double($0) >= test.containment * Double($1) }
    return masks.indices.filter { mask in
      !holdsTwoClasses(mask, test.seedShare)
        && !isBetterCovered(
          mask, by: masks.indices.filter { parents[$0] == mask }, atLeast: test.coverage)
    }
  }

  private func holdsTwoClasses(_ mask: Int, _ share: Double) -> Bool {
    let seeds = masks[mask].compactMap { labels?.labels[$0] }
    let classes = Set(seeds).subtracting([0, LabelMap.void]).filter { label in
      Double(seeds.count { $0 == label }) / Double(masks[mask].count) >= share
    }
    return classes.count > 1
  }

  private func isBetterCovered(_ mask: Int, by children: [Int], atLeast share: Double) -> Bool {
    guard children.count > 1 else { return false }
    let covered = children.reduce(into: Pixels()) { $0.formUnion(masks[$1]) }
      .intersection(masks[mask]).count
    // Scores have 24 bits and areas 10: neither side rounds.
    let pixels = children.reduce(0) { $0 + masks[$1].count }
    let scores = children.reduce(0.0) {
      $0 + Double(masks[$1].count) * Double(score(set.candidates[$1]))
    }
    return Double(covered) >= share * Double(masks[mask].count)
      && scores > Double(pixels) * Double(score(set.candidates[mask]))
  }
}

// MARK: - Refinement

extension PlainArrangement {
  private func atoms() -> [PlainMask] {
    var atoms: [(signature: [Int], pixels: Pixels)] = []
    for pixel in 0..<set.width * set.height {
      let signature = masks.indices.filter { masks[$0].contains(pixel) }
      if signature.isEmpty { continue }
      if let known = atoms.firstIndex(where: { $0.signature == signature }) {
        atoms[known].pixels.insert(pixel)
      } else {
        atoms.append((signature, [pixel]))
      }
    }
    let order = plainOrder(set)
    return atoms.compactMap { atom in
      order.first { atom.signature.contains($0) }.map {
        PlainMask(owner: $0, pixels: atom.pixels)
      }
    }
  }
}

// MARK: - Kinds of masks

extension PlainArrangement {
  private func isOf(_ kind: MaskKind, _ mask: Int) -> Bool {
    let share = Double(masks[mask].count) / Double(set.width * set.height)
    switch kind {
    case .small(let limit): return share < limit
    case .large(let limit): return share > limit
    case .nested(let depth, let nesting):
      let limit = nesting.scene * Double(set.width * set.height)
      let holders = plainOrder(set).filter { Double(masks[$0].count) <= limit }
      let found = self.depth(of: mask, among: holders, nesting.containment)
      return MaskKind.Depth.allCases[min(2, found)] == depth
    }
  }

  /// Masks around `mask`; none where it is no possible holder itself, or empty.
  private func depth(of mask: Int, among holders: [Int], _ containment: Double) -> Int {
    guard !masks[mask].isEmpty, let rank = holders.firstIndex(of: mask) else { return 0 }
    let holder = holders[(rank + 1)...].first {
      let both = masks[mask].intersection(masks[$0]).count
      return Double(both) > containment * Double(masks[mask].count)
    }
    return holder.map { depth(of: $0, among: holders, containment) + 1 } ?? 0
  }
}
