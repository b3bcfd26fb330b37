/// A score over a grid of SEPL's two thresholds, and how flat it is around a chosen pair.
public struct ThresholdGrid: Sendable, Equatable {
  /// A pair of thresholds, as positions among those that the grid has.
  public struct Cell: Sendable, Hashable {
    public var mask: Int
    public var label: Int

    public init(mask: Int, label: Int) { (self.mask, self.label) = (mask, label) }

    fileprivate func distance(to other: Cell) -> Int {
      abs(mask - other.mask) + abs(label - other.label)
    }
  }

  /// What both thresholds take, ascending.
  public let thresholds: [Double]
  /// `[label, mask]`.
  public let values: [[Double]]

  /// `values` must hold one row for each label threshold and in it one value for each mask threshold.
  public init(thresholds: [Double], values: [[Double]]) {
    precondition(
      !thresholds.isEmpty && values.count == thresholds.count
        && values.allSatisfy { $0.count == thresholds.count },
      "ThresholdGrid: rows of \(values.map(\.count)) for \(thresholds.count) thresholds")
    (self.thresholds, self.values) = (thresholds, values)
  }

  public subscript(cell: Cell) -> Double { values[cell.label][cell.mask] }

  /// Every pair, by label threshold, then mask threshold.
  public var cells: [Cell] {
    thresholds.indices.flatMap { label in
      thresholds.indices.map { Cell(mask: $0, label: label) }
    }
  }

  /// The pair with the largest value; of equals the one nearest to `chosen` in steps of the grid, and
  /// of those the first.
  public func best(near chosen: Cell) -> Cell {
    cells.reduce(chosen) { best, cell in
      (self[cell], -cell.distance(to: chosen)) > (self[best], -best.distance(to: chosen))
        ? cell : best
    }
  }

  /// The pairs that can be reached from `chosen` in steps of one threshold at a time without the
  /// value ever differing from that of `chosen` by more than `tolerance`; itself among them.
  public func plateau(around chosen: Cell, within tolerance: Double) -> Set<Cell> {
    var plateau: Set = [chosen]
    var open = [chosen]
    while let cell = open.popLast() {
      for next in neighbours(of: cell)
      where abs(self[next] - self[chosen]) <= tolerance && plateau.insert(next).inserted {
        open.append(next)
      }
    }
    return plateau
  }

  /// The mask thresholds around that of `chosen`, its label threshold kept, between which the value
  /// stays within `tolerance`.
  public func maskRange(around chosen: Cell, within tolerance: Double) -> ClosedRange<Double> {
    range(around: chosen.mask, within: tolerance) { self[Cell(mask: $0, label: chosen.label)] }
  }

  /// The same for the label threshold, the mask threshold kept.
  public func labelRange(around chosen: Cell, within tolerance: Double) -> ClosedRange<Double> {
    range(around: chosen.label, within: tolerance) { self[Cell(mask: chosen.mask, label: $0)] }
  }

  private func neighbours(of cell: Cell) -> [Cell] {
    [(-1, 0), (1, 0), (0, -1), (0, 1)].map {
      Cell(mask: cell.mask + $0.0, label: cell.label + $0.1)
    }.filter { thresholds.indices.contains($0.mask) && thresholds.indices.contains($0.label) }
  }

  private func range(
    around chosen: Int, within tolerance: Double, _ value: (Int) -> Double
  ) -> ClosedRange<Double> {
    func isNear(_ position: Int) -> Bool { abs(value(position) - value(chosen)) <= tolerance }
    let below = thresholds.indices[..<chosen].reversed().prefix(while: isNear).last ?? chosen
    let above = thresholds.indices[chosen...].prefix(while: isNear).last ?? chosen
    return thresholds[below]...thresholds[above]
  }
}
