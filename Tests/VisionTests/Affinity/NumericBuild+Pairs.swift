import CKernels

extension NumericBuild {
  func exponential(_ x: [Float]) -> [Float] {
    var y = x
    unsafe kernels.pointee.exponential(y.count, &y)
    return y
  }

  /// `[steps, cells]` of `x`, `[cells, channels]`.
  func pairDistances(_ x: [Float], channels: Int, steps: [Int]) -> [Float] {
    let cells = x.count / channels
    precondition(x.count == cells * channels && channels % 16 == 0)
    var y = [Float](repeating: .nan, count: steps.count * cells)
    unsafe kernels.pointee.pair_distances(cells, channels, x, steps.count, steps, &y)
    return y
  }

  /// `[cells, channels]`, of slopes `[steps, cells]`.
  func pairSlopes(_ x: [Float], channels: Int, steps: [Int], _ slopes: [Float]) -> [Float] {
    let cells = x.count / channels
    precondition(slopes.count == steps.count * cells && channels % 16 == 0)
    var y = [Float](repeating: .nan, count: x.count)
    unsafe kernels.pointee.pair_slopes(cells, channels, x, steps.count, steps, slopes, &y)
    return y
  }

  /// One step of a walk. Maps and weights have `margin` numbers before the first of `cells` cells, a
  /// multiple of 16, and behind the last.
  func walk(
    _ x: [Float], cells: Int, margin: Int, maps: Int, weights: [Float], scales: [Float],
    steps: [Int]
  ) -> [Float] {
    let row = cells + 2 * margin
    precondition(
      x.count == maps * row && weights.count == steps.count * row && scales.count == cells
        && cells % 16 == 0 && steps.allSatisfy { $0 <= margin })
    var y = x
    unsafe x.withUnsafeBufferPointer { x in
      unsafe weights.withUnsafeBufferPointer { weights in
        unsafe y.withUnsafeMutableBufferPointer { y in
          guard let from = x.baseAddress, let factors = weights.baseAddress,
            let to = y.baseAddress
          else { return }
          unsafe kernels.pointee.walk(
            cells, steps.count, steps, factors + margin, row, scales, maps, from + margin, row,
            to + margin)
        }
      }
    }
    return y
  }
}
