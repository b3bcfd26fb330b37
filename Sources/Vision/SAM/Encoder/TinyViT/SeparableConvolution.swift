/// A 1×1 convolution, a 3×3 one of each channel with itself, and another 1×1 one, with a GELU after
/// the first two.
package struct SeparableConvolution: Sendable {
  private let widening: Linear
  private let depthwise: DepthwiseKernel
  private let narrowing: Linear

  /// Rows of the result that are made together. The widened rows above and below them are computed
  /// for both bands: less work than to keep all of them, which no cache would hold.
  private static let band = 8

  /// Reads `conv1`, `conv2` and `conv3`.
  init(
    inputs: Int, hidden: Int, outputs: Int, stride: Int, weights: WeightScope,
    precision: Precision
  ) throws(CheckpointError) {
    widening = try FoldedConvolution(
      outputs: hidden, inputs: inputs, kernel: 1, weights: weights.child("conv1")
    ).pointwise(precision)
    depthwise = try FoldedConvolution(
      outputs: hidden, inputs: 1, kernel: 3, weights: weights.child("conv2")
    ).depthwise(stride: stride)
    narrowing = try FoldedConvolution(
      outputs: outputs, inputs: hidden, kernel: 1, weights: weights.child("conv3")
    ).pointwise(precision)
  }

  /// What the three make of `map`: an MBConv's branch, or a map at half the side.
  package func callAsFunction(_ map: FeatureMap, workers: Workers) -> FeatureMap {
    let side = depthwise.side(for: map.side)
    var result = FeatureMap(side: side, channels: narrowing.outputs)
    result.updateRows(entries: Self.band * side, workers: workers) { rows, values in
      let source = depthwise.source(of: rows, side: map.side)
      let widened = widened(source, of: map)
      var scratch = [Float](repeating: 0, count: side * depthwise.channels)
      var hidden = scratch.mutableSpan
      let length = side * narrowing.outputs
      for (index, row) in rows.enumerated() {
        depthwise.row(
          row, of: widened.span, from: source.lowerBound, side: map.side, into: &hidden)
        RowKernels.gelu(&hidden)
        values.withSlice(index * length..<(index + 1) * length) {
          narrowing.apply(hidden.span, count: side, into: &$0)
        }
      }
    }
    return result
  }

  /// What the first convolution makes of some rows of `map`.
  private func widened(_ rows: Range<Int>, of map: FeatureMap) -> [Float] {
    let length = map.side * widening.outputs
    var widened = [Float](repeating: 0, count: rows.count * length)
    var target = widened.mutableSpan
    for (index, row) in rows.enumerated() {
      target.withSlice(index * length..<(index + 1) * length) { values in
        widening.apply(
          map.values.span.extracting(row * map.row..<(row + 1) * map.row), count: map.side,
          into: &values)
        RowKernels.gelu(&values)
      }
    }
    return widened
  }
}

extension SeparableConvolution {
  /// Adds the branch to `map` and applies a GELU: an MBConv.
  package func update(_ map: inout FeatureMap, workers: Workers) {
    let branch = self(map, workers: workers)
    map.updateRows(entries: 1, workers: workers) { rows, values in
      RowKernels.add(
        branch.values.span.extracting(rows.lowerBound * branch.row..<rows.upperBound * branch.row),
        to: &values)
      RowKernels.gelu(&values)
    }
  }
}
