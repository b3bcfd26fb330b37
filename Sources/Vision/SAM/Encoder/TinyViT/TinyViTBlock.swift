/// One block of TinyViT's later stages: attention in windows, a 3×3 convolution of each channel with
/// itself, and an MLP.
package struct TinyViTBlock: Sendable {
  package let attention: BiasedAttention
  private let convolution: DepthwiseKernel
  private let mlpNorm: LayerNorm
  private let mlp: MLP

  /// Tokens that are taken through the convolution and the MLP together.
  private static let tile = 128

  /// Reads `attn`, `local_conv` and `mlp`.
  init(
    partition: WindowPartition, width: Int, heads: Int, mlpRatio: Int, weights: WeightScope,
    precision: Precision
  ) throws(CheckpointError) {
    attention = try BiasedAttention(
      partition: partition, width: width, heads: heads, weights: weights.child("attn"),
      precision: precision)
    convolution = try FoldedConvolution(
      outputs: width, inputs: 1, kernel: 3, weights: weights.child("local_conv")
    ).depthwise(ConvolutionWindow(kernel: 3, stride: 1))
    let weights = weights.child("mlp")
    mlpNorm = try LayerNorm(width: width, epsilon: 1e-5, weights: weights.child("norm"))
    mlp = try MLP(
      width: width, hidden: width * mlpRatio, names: ("fc1", "fc2"), weights: weights,
      precision: precision)
  }

  package func update(_ map: inout FeatureMap, workers: Workers) {
    let attended = attention.attend(map.values, workers: workers)
    let columns = map.columns
    map.updateRows(entries: Self.tile, workers: workers) { rows, values in
      let branch = attended.rows(rows.lowerBound * columns..<rows.upperBound * columns)
      RowKernels.add(branch.span, to: &values)
    }
    let source = map
    map.updateRows(entries: Self.tile, workers: workers) { rows, values in
      for (index, row) in rows.enumerated() {
        values.withSlice(index * source.rowLength..<(index + 1) * source.rowLength) {
          convolution.row(
            row, of: source.values.span, source.extent, into: &$0)
        }
      }
      mlp.add(to: &values, count: rows.count * columns, norm: mlpNorm)
    }
  }
}
