import CKernels

extension MaskUpsampling {
  /// The pixels whose logit is above `threshold`, and how many are above `threshold ± offset`.
  ///
  /// `logits` holds the rows from the top that the frame names, `rowStride` apart. One row of the
  /// picture is made at a time, and only where a logit above the lowest threshold has a say: the
  /// mean of logits that are not above it is not above it either.
  public func mask(
    from logits: Span<Float>, rowStride: Int, threshold: Float = 0, offset: Float = 1
  ) -> UpsampledMask {
    precondition(offset >= 0, "MaskUpsampling: thresholds \(offset) either way")
    precondition(
      rowStride >= logitsColumns && logits.count >= (logitsRows - 1) * rowStride + logitsColumns,
      """
      MaskUpsampling: \(logits.count) logits, rows \(rowStride) apart, \
      for \(logitsColumns)×\(logitsRows)
      """)
    // Sound: the span outlives the call, and holds all rows and columns that the taps name.
    return unsafe logits.withUnsafeBufferPointer { buffer in
      guard let values = buffer.baseAddress else {
        return UpsampledMask(runs: [], countAboveLow: 0, countAboveHigh: 0)
      }
      let levels = Levels(low: threshold - offset, middle: threshold, high: threshold + offset)
      let extent = unsafe sepal_extent_above(
        values, logitsRows, logitsColumns, rowStride, levels.low)
      let part = (
        columns: columns.outputs(touching: extent.first_column..<extent.end_column),
        rows: rows.outputs(touching: extent.first_row..<extent.end_row)
      )
      return unsafe mask(values, rowStride: rowStride, levels, part.columns, part.rows)
    }
  }

  private struct Levels {
    var low: Float
    var middle: Float
    var high: Float
  }

  /// Sound where `logits` holds every value that the taps name. `ring` has room for four rows of
  /// whole blocks of 64 pixels, of which the taps of one row name three in succession.
  private func mask(
    _ logits: UnsafePointer<Float>, rowStride: Int, _ levels: Levels,
    _ xs: Range<Int>, _ ys: Range<Int>
  ) -> UpsampledMask {
    let words = (xs.count + 63) / 64
    var ring = [Float](repeating: 0, count: 4 * words * 64)
    var bits = [UInt64](repeating: 0, count: words)
    var runs = RunCollector()
    var (low, high) = (0, 0)
    unsafe ring.withUnsafeMutableBufferPointer { ring in
      unsafe bits.withUnsafeMutableBufferPointer { bits in
        guard let slots = ring.baseAddress, let row = bits.baseAddress else { return }
        var ready = 0
        for y in ys {
          let first = Int(rows.first[y])
          ready = max(ready, first)
          while ready < first + 3 {
            unsafe interpolate(
              logits + ready * rowStride, xs, into: slots + ready % 4 * words * 64)
            ready += 1
          }
          let a = unsafe slots + first % 4 * words * 64
          let b = unsafe slots + (first + 1) % 4 * words * 64
          let c = unsafe slots + (first + 2) % 4 * words * 64
          let counts = unsafe threshold(a, b, c, y: y, count: xs.count, levels, into: row)
          low += Int(counts.above_low)
          high += Int(counts.above_high)
          unsafe runs.append(
            bits.span, at: (crop.minY + y) * imageWidth + crop.minX + xs.lowerBound)
        }
      }
    }
    return UpsampledMask(
      runs: runs.finished(pixels: imageWidth * imageHeight), countAboveLow: low,
      countAboveHigh: high)
  }

  /// Sound where `row` holds the logits that the taps of `xs` name and `out` has room for `xs`.
  private func interpolate(
    _ row: UnsafePointer<Float>, _ xs: Range<Int>, into out: UnsafeMutablePointer<Float>
  ) {
    unsafe columns.first.withUnsafeBufferPointer { first in
      unsafe columns.weights.withUnsafeBufferPointer { weights in
        guard let first = first.baseAddress, let weights = weights.baseAddress else { return }
        unsafe sepal_interpolate_row(
          row, first + xs.lowerBound, weights + xs.lowerBound, columns.count, xs.count, out)
      }
    }
  }

  /// Sound where the rows hold `count` values, rounded up to 64, and `words` a bit for each.
  private func threshold(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafePointer<Float>,
    y: Int, count: Int, _ levels: Levels, into words: UnsafeMutablePointer<UInt64>
  ) -> sepal_levels {
    let weights = (
      rows.weights[y], rows.weights[rows.count + y], rows.weights[2 * rows.count + y]
    )
    return unsafe sepal_threshold_rows(
      a, b, c, [weights.0, weights.1, weights.2], count, levels.low, levels.middle, levels.high,
      words)
  }
}

extension BilinearTaps {
  /// The pixels with a tap among `inputs`.
  fileprivate func outputs(touching inputs: Range<Int>) -> Range<Int> {
    guard !inputs.isEmpty else { return 0..<0 }
    let start = first.partitioningIndex { Int($0) + 2 >= inputs.lowerBound }
    let end = first.partitioningIndex { Int($0) >= inputs.upperBound }
    return start..<max(start, end)
  }
}

extension [Int32] {
  /// The first index for which `isAfter` holds, where it holds for every later one too.
  fileprivate func partitioningIndex(_ isAfter: (Int32) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
