/// The transition matrix of a random walk on a grid: the affinities to some power, 1 from each cell to
/// itself, divided by their sums over each column.
///
/// A walk of 256 steps is 256 sparse products with the maps. PSA and IRN square the matrix eight times
/// instead, which is dense after a few: for the 63×47 cells of a photograph of 500×375 at stride 8,
/// one squaring in f32 takes a hundred times as long as the whole walk of three maps.
struct TransitionMatrix: Sendable {
  let grid: PairGrid
  /// A row for each offset.
  private let weights: PaddedRows
  /// One over the sum of each column.
  private let scales: PaddedRows

  init(_ affinities: Affinities, exponent: Int) {
    grid = affinities.grid
    let (cells, margin, offsets) = (grid.cells, grid.reach, grid.steps)
    var weights = PaddedRows(rows: grid.offsets.count, cells: cells, margin: margin)
    for index in grid.offsets.indices {
      for cell in 0..<cells {
        weights.values[weights.index(row: index, cell: cell)] = power(
          affinities.values[index * cells + cell], exponent)
      }
    }
    var sums = [Float](repeating: 1, count: cells)
    grid.forEachRun { index, run in
      let step = offsets[index]
      for cell in run {
        let weight = weights.values[weights.index(row: index, cell: cell)]
        sums[cell] += weight
        sums[cell + step] += weight
      }
    }
    var scales = PaddedRows(rows: 1, cells: cells, margin: margin)
    for cell in 0..<cells { scales.values[scales.index(row: 0, cell: cell)] = 1 / sums[cell] }
    (self.weights, self.scales) = (weights, scales)
  }

  /// `maps`, `[maps, rows, columns]`, times the matrix to the power `steps`.
  func walk(_ maps: [Float], steps: Int, workers: Workers) -> [Float] {
    let count = maps.count / grid.cells
    precondition(
      maps.count == count * grid.cells, "TransitionMatrix: \(maps.count) of \(grid.cells) cells")
    let groups = min(workers.count, count)
    guard groups > 1 else { return walk(maps[...], steps: steps) }
    let parts = workers.map(groups) { group in
      walk(
        maps[group * count / groups * grid.cells..<(group + 1) * count / groups * grid.cells],
        steps: steps)
    }
    return Array(parts.joined())
  }

  private func walk(_ maps: ArraySlice<Float>, steps: Int) -> [Float] {
    let (cells, count) = (grid.cells, maps.count / grid.cells)
    var x = PaddedRows(rows: count, cells: cells, margin: weights.margin)
    for index in 0..<count {
      for cell in 0..<cells {
        x.values[x.index(row: index, cell: cell)] = maps[maps.startIndex + index * cells + cell]
      }
    }
    var y = x
    let offsets = grid.steps
    for _ in 0..<steps {
      PairKernels.walk(x, into: &y, maps: count, weights: weights, scales: scales, steps: offsets)
      swap(&x, &y)
    }
    return (0..<count).flatMap { index in
      let start = x.index(row: index, cell: 0)
      return x.values[start..<start + cells]
    }
  }
}

/// `base` to a whole power by repeated squaring: the same bits on every machine.
func power(_ base: Float, _ exponent: Int) -> Float {
  precondition(exponent >= 0, "power: \(exponent)")
  var (result, square, rest) = (Float(1), base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}
