import CKernels

/// Functions of the pairs of cells of a grid, which are numbered row by row: a step is how many cells
/// further on a pair's second cell is.
enum PairKernels {
  /// x = e^x.
  static func exponentiate(_ x: inout MutableSpan<Float>) {
    // Sound: the kernel reads and writes the span's numbers only.
    unsafe x.withUnsafeMutableBufferPointer {
      guard let first = $0.baseAddress else { return }
      unsafe sepal_exp($0.count, first)
    }
  }

  /// `[steps, cells]`: the sum of the absolute differences of the two cells' channels; of `x`,
  /// `[cells, channels]`, `channels` being a multiple of 16. 0 where the second cell is beyond the last.
  static func distances(_ x: Span<Float>, channels: Int, steps: [Int]) -> [Float] {
    let cells = checkedCells(x, channels: channels, steps: steps)
    var distances = [Float](repeating: 0, count: steps.count * cells)
    // Sound: the kernel reads whole rows of `x` and writes `cells` numbers for each step.
    unsafe x.withUnsafeBufferPointer { x in
      unsafe steps.withUnsafeKernelSteps { steps, count in
        unsafe distances.withUnsafeMutableBufferPointer { y in
          guard let from = x.baseAddress, let to = y.baseAddress else { return }
          unsafe sepal_pair_distances(cells, channels, from, count, steps, to)
        }
      }
    }
    return distances
  }

  /// `[cells, channels]`: how the sum of `slopes`, `[steps, cells]`, times the distances changes with
  /// each channel.
  static func slopes(
    _ x: Span<Float>, channels: Int, steps: [Int], slopes: [Float]
  ) -> [Float] {
    let cells = checkedCells(x, channels: channels, steps: steps)
    precondition(
      slopes.count == steps.count * cells,
      "PairKernels.slopes: \(slopes.count) slopes of \(steps.count)×\(cells) distances")
    var result = [Float](repeating: 0, count: cells * channels)
    // Sound: as above.
    unsafe x.withUnsafeBufferPointer { x in
      unsafe steps.withUnsafeKernelSteps { steps, count in
        unsafe slopes.withUnsafeBufferPointer { slopes in
          unsafe result.withUnsafeMutableBufferPointer { y in
            guard let from = x.baseAddress, let factors = slopes.baseAddress,
              let to = y.baseAddress
            else { return }
            unsafe sepal_pair_slopes(cells, channels, from, count, steps, factors, to)
          }
        }
      }
    }
    return result
  }

  private static func checkedCells(_ x: Span<Float>, channels: Int, steps: [Int]) -> Int {
    precondition(
      channels > 0 && channels.isMultiple(of: 16) && x.count.isMultiple(of: channels)
        && steps.allSatisfy { $0 > 0 },
      "PairKernels: \(x.count) numbers of \(channels) channels, steps \(steps)")
    return x.count / channels
  }
}

/// Rows of a number for each cell that can be read some way beyond both ends, where there are zeros.
struct PaddedRows: Sendable {
  let cells: Int
  /// Zeros before the first cell, and at least as many behind the last.
  let margin: Int
  /// How far the rows are apart.
  let row: Int
  var values: [Float]

  init(rows: Int, cells: Int, margin: Int) {
    (self.cells, self.margin) = (cells, margin)
    row = (cells + 15) / 16 * 16 + 2 * margin
    values = [Float](repeating: 0, count: rows * row)
  }

  /// Where in `values` the number of a cell is.
  func index(row: Int, cell: Int) -> Int { row * self.row + margin + cell }
}

extension PairKernels {
  /// One step of a random walk of `maps` rows of `x`, from `first` on, into the same rows of `y`: see
  /// `sepal_walk`. `weights` has a row for each step and `scales` one in all, 0 beyond the last cell.
  static func walk(
    _ x: PaddedRows, into y: inout PaddedRows, maps: Int, weights: PaddedRows, scales: PaddedRows,
    steps: [Int]
  ) {
    precondition(
      x.row == y.row && x.row == weights.row && x.row == scales.row
        && x.margin == weights.margin && x.values.count >= maps * x.row
        && y.values.count == x.values.count && weights.values.count == steps.count * weights.row
        && steps.allSatisfy { (1...max(1, x.margin)).contains($0) },
      "PairKernels.walk: \(maps) maps of \(x.cells) cells with a margin of \(x.margin)")
    let margin = x.margin
    // Sound: no step is longer than the margin, which every row has before and behind the cells that
    // the kernel goes through, whose number was rounded up to sixteen.
    unsafe x.values.withUnsafeBufferPointer { x in
      unsafe weights.values.withUnsafeBufferPointer { weights in
        unsafe scales.values.withUnsafeBufferPointer { scales in
          unsafe steps.withUnsafeKernelSteps { steps, count in
            let row = y.row
            unsafe y.values.withUnsafeMutableBufferPointer { y in
              guard let from = x.baseAddress, let factors = weights.baseAddress,
                let scale = scales.baseAddress, let to = y.baseAddress
              else { return }
              unsafe sepal_walk(
                row - 2 * margin, count, steps, factors + margin, row, scale + margin, maps,
                from + margin, row, to + margin)
            }
          }
        }
      }
    }
  }
}

extension [Int] {
  /// Calls `body` with these positive numbers as C has them.
  fileprivate func withUnsafeKernelSteps(_ body: (UnsafePointer<Int>, Int) -> Void) {
    // Sound: the pointer is used during the call only. Without a step there is nothing to read.
    unsafe withUnsafeBufferPointer { steps in
      var none = 0
      if let first = steps.baseAddress {
        unsafe body(first, steps.count)
      } else {
        unsafe body(&none, 0)
      }
    }
  }
}
