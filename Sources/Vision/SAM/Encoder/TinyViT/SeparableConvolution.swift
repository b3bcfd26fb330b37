/// A 1×1 convolution, a 3×3 one of each channel with itself, and another 1×1 one, with a GELU after
/// the first two.
package struct SeparableConvolution: Sendable {
  private let widening: LinearLayer
  private let depthwise: DepthwiseKernel
  private let narrowing: LinearLayer

  /// Entries of a map that are taken through a 1×1 convolution together.
  private static let tile = 128

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
    let widened = widened(map, workers: workers)
    let side = depthwise.side(for: map.side)
    var result = FeatureMap(side: side, channels: narrowing.outputs)
    result.updateRows(entries: 1, workers: workers) { rows, values in
      var scratch = [Float](repeating: 0, count: side * depthwise.channels)
      var hidden = scratch.mutableSpan
      depthwise.row(
        rows.lowerBound, of: widened.values.span, side: widened.side, into: &hidden)
      RowKernels.gelu(&hidden)
      narrowing.apply(hidden.span, count: side, into: &values)
    }
    return result
  }

  private func widened(_ map: FeatureMap, workers: Workers) -> FeatureMap {
    var widened = FeatureMap(side: map.side, channels: widening.outputs)
    widened.updateRows(entries: Self.tile, workers: workers) { rows, values in
      widening.apply(
        map.values.span.extracting(rows.lowerBound * map.row..<rows.upperBound * map.row),
        count: rows.count * map.side, into: &values)
      RowKernels.gelu(&values)
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
