import Experiments
import TestSupport
import Testing

@Suite("A score over a grid of thresholds")
struct ThresholdGridTests {
  typealias Cell = ThresholdGrid.Cell

  /// Rows are label thresholds.
  private static let grid = ThresholdGrid(
    thresholds: [0.25, 0.5, 0.75, 1],
    values: [
      [0.60, 0.61, 0.60, 0.70],
      [0.55, 0.60, 0.58, 0.70],
      [0.60, 0.55, 0.59, 0.61],
      [0.60, 0.60, 0.60, 0.60],
    ])

  @Test("of equally good pairs the one nearest to the choice is the best")
  func best() {
    #expect(Self.grid.best(near: Cell(mask: 1, label: 0)) == Cell(mask: 3, label: 0))
    #expect(Self.grid.best(near: Cell(mask: 1, label: 3)) == Cell(mask: 3, label: 1))
    let flat = ThresholdGrid(thresholds: [0, 1], values: [[0.5, 0.5], [0.5, 0.5]])
    #expect(flat.best(near: Cell(mask: 1, label: 1)) == Cell(mask: 1, label: 1))
  }

  @Test("the plateau holds what is joined with the choice, not what is as good elsewhere")
  func plateau() {
    let chosen = Cell(mask: 1, label: 1)
    let plateau = Self.grid.plateau(around: chosen, within: 0.0101)
    let expected = [(1, 1), (1, 0), (0, 0), (2, 0)].map { Cell(mask: $0.0, label: $0.1) }
    #expect(plateau == Set(expected))
    #expect(Self.grid.plateau(around: Cell(mask: 3, label: 0), within: 0).count == 2)
    #expect(Self.grid.plateau(around: chosen, within: 1).count == 16)
  }

  @Test("ranges end where the value first leaves the tolerance, and at the grid's ends")
  func ranges() {
    let chosen = Cell(mask: 1, label: 1)
    #expect(Self.grid.maskRange(around: chosen, within: 0.0101) == 0.5...0.5)
    #expect(Self.grid.maskRange(around: chosen, within: 0.021) == 0.5...0.75)
    #expect(Self.grid.labelRange(around: chosen, within: 0.0101) == 0.25...0.5)
    #expect(Self.grid.labelRange(around: Cell(mask: 2, label: 3), within: 0.021) == 0.25...1)
  }

  @Test("plateaus of random grids equal those grown cell by cell")
  func randomGrids() {
    for seed in 0..<200 {
      var generator = CaseGenerator(seed: UInt64(seed))
      let side = Int.random(in: 1...8, using: &generator)
      let grid = ThresholdGrid(
        thresholds: (0..<side).map { Double($0) },
        values: (0..<side).map { _ in
          (0..<side).map { _ in Double.random(in: 0..<1, using: &generator) }
        })
      let chosen = Cell(
        mask: Int.random(in: 0..<side, using: &generator),
        label: Int.random(in: 0..<side, using: &generator))
      let near = grid.cells.filter { abs(grid[$0] - grid[chosen]) <= 0.3 }
      var grown: Set = [chosen]
      for _ in near {
        grown.formUnion(
          near.filter { cell in
            grown.contains { abs($0.mask - cell.mask) + abs($0.label - cell.label) == 1 }
          })
      }
      #expect(grid.plateau(around: chosen, within: 0.3) == grown)
    }
  }
}
