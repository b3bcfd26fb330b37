import Foundation

/// Which pairs of a grid's cells belong together, as far as their labels tell.
struct PairLabels {
  /// What is known of a pair.
  enum Kind {
    /// Background on both sides.
    case background
    /// The same class, not background.
    case sameClass
    case different
  }

  let grid: PairGrid
  /// `[rows, columns]`: 0 is background, then classes; `LabelMap.void` where nothing is known.
  let labels: [UInt8]

  init(labels: [UInt8], grid: PairGrid) {
    precondition(
      labels.count == grid.cells, "PairLabels: \(labels.count) for \(grid.cells) cells")
    (self.labels, self.grid) = (labels, grid)
  }

  /// Calls `body` with the place of each pair of known cells in `[offsets, rows, columns]`, in order.
  func forEach(_ body: (_ place: Int, _ kind: Kind) -> Void) {
    let steps = grid.steps
    grid.forEachRun { index, cells in
      for cell in cells {
        let (first, second) = (labels[cell], labels[cell + steps[index]])
        guard first != LabelMap.void, second != LabelMap.void else { continue }
        body(
          index * grid.cells + cell,
          first != second ? .different : first == 0 ? .background : .sameClass)
      }
    }
  }
}

extension PairLabels {
  /// The loss of affinities, and how it changes with each.
  struct Loss {
    let value: Double
    /// `[offsets, rows, columns]`
    let slopes: [Float]
  }

  /// A quarter of the mean of −log a over pairs of background, a quarter of that over pairs of one
  /// class, and half the mean of −log(1 − a) over pairs of different classes; a mean of no pairs is 0.
  ///
  /// Source: PSA (arXiv 1803.10464), equations 5 to 8; IRN has the same. 1e-5 is added to what a
  /// logarithm is taken of, as their code does, which takes the means over a batch instead of each
  /// image.
  func loss(of affinities: [Float]) -> Loss {
    let margin: Float = 1e-5
    var (counts, sums) = (PairTotals(), PairTotals())
    forEach { place, kind in
      counts[kind] += 1
      let a = affinities[place]
      sums[kind] -= Double(log(kind == .different ? 1 + margin - a : a + margin))
    }
    let weights = PairTotals(
      background: 0.25 / max(1, counts.background), sameClass: 0.25 / max(1, counts.sameClass),
      different: 0.5 / max(1, counts.different))
    var slopes = [Float](repeating: 0, count: affinities.count)
    forEach { place, kind in
      let (a, weight) = (affinities[place], Float(weights[kind]))
      slopes[place] = kind == .different ? weight / (1 + margin - a) : -weight / (a + margin)
    }
    return Loss(
      value: weights.background * sums.background + weights.sameClass * sums.sameClass
        + weights.different * sums.different,
      slopes: slopes)
  }
}

/// A number for each kind of pair.
private struct PairTotals {
  var background = 0.0
  var sameClass = 0.0
  var different = 0.0

  subscript(kind: PairLabels.Kind) -> Double {
    get {
      switch kind {
      case .background: background
      case .sameClass: sameClass
      case .different: different
      }
    }
    set {
      switch kind {
      case .background: background = newValue
      case .sameClass: sameClass = newValue
      case .different: different = newValue
      }
    }
  }
}
