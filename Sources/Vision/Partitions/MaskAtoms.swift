extension MaskLayers {
  /// The common refinement of all masks: two pixels are in one atom if they are in the same masks.
  /// Atoms come in the order of their first pixels; what is in no mask is in no atom. Each has the
  /// traits of the smallest mask over it.
  func atoms() -> MaskSet {
    var refinement = Refinement(pixels: set.width * set.height)
    var smallest = [0]
    for mask in graph.order.reversed() {
      refinement.split(by: set.candidates[mask].mask) { atom, isNew in
        if isNew { smallest.append(mask) } else { smallest[atom] = mask }
      }
    }
    var result = set
    result.candidates = refinement.masks(width: set.width, height: set.height).map { atom, mask in
      set.candidates[smallest[atom]].with(mask)
    }
    return result
  }

  /// The atom of every pixel, 0 for those in no mask, and one more than the largest number among them.
  func atomIndices() -> (atoms: [Int32], count: Int) {
    var refinement = Refinement(pixels: set.width * set.height)
    for candidate in set.candidates { refinement.split(by: candidate.mask) { _, _ in } }
    return (refinement.atoms, refinement.sizes.count)
  }
}

/// Pixels by the masks that hold them. Atom 0 is what no mask has held yet.
private struct Refinement {
  private(set) var atoms: [Int32]
  private(set) var sizes: [Int]

  init(pixels: Int) {
    atoms = [Int32](repeating: 0, count: pixels)
    sizes = [pixels]
  }

  /// Splits every atom that `mask` cuts, and tells each atom inside the mask and whether it is new.
  mutating func split(by mask: RunLengthMask, _ body: (_ atom: Int, _ isNew: Bool) -> Void) {
    var inside = [Int](repeating: 0, count: sizes.count)
    mask.forEachRun { run in for pixel in run { inside[Int(atoms[pixel])] += 1 } }
    var renamed = [Int32](repeating: -1, count: sizes.count)
    for (atom, pixels) in inside.enumerated() where pixels > 0 {
      // An atom wholly inside keeps its name, but for the pixels that had no mask.
      let isNew = atom == 0 || pixels < sizes[atom]
      if isNew {
        renamed[atom] = Int32(sizes.count)
        sizes[atom] -= pixels
        sizes.append(pixels)
      }
      body(atom, isNew)
    }
    mask.forEachRun { run in
      for pixel in run {
        let new = renamed[Int(atoms[pixel])]
        if new >= 0 { atoms[pixel] = new }
      }
    }
  }

  /// Every atom but 0, in the row-major order of their first pixels.
  func masks(width: Int, height: Int) -> [(atom: Int, mask: BinaryMask)] {
    var masks: [(atom: Int, mask: BinaryMask)] = []
    var positions = [Int](repeating: -1, count: sizes.count)
    var start = 0
    for end in 1...atoms.count where end == atoms.count || atoms[end] != atoms[start] {
      let atom = Int(atoms[start])
      if atom > 0 {
        if positions[atom] < 0 {
          positions[atom] = masks.count
          masks.append((atom, BinaryMask(width: width, height: height)))
        }
        masks[positions[atom]].mask.insert(start..<end)
      }
      start = end
    }
    return masks
  }
}
