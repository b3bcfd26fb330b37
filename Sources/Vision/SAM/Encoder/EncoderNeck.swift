/// The last layers of an image encoder: a 1×1 and a 3×3 convolution, each followed by a norm over the
/// channels.
package struct EncoderNeck: Sendable {
  private let reduction: PackedMatrix
  private let reductionNorm: LayerNorm
  private let convolution: Convolution
  private let convolutionNorm: LayerNorm

  private var channels: Int { reduction.columns }

  /// Entries of the map that are reduced together.
  private static let rowTile = 128

  /// Reads `0` … `3`.
  init(
    width: Int, channels: Int, weights: WeightScope, precision: Precision
  ) throws(CheckpointError) {
    let first = try weights.tensor("0.weight", shape: [channels, width, 1, 1])
    reduction = PackedMatrix(
      first.values.span, rows: width, columns: channels,
      layout: MatrixLayout(row: 1, column: width), precision: precision)
    reductionNorm = try LayerNorm(width: channels, epsilon: 1e-6, weights: weights.child("1"))
    let second = try weights.tensor("2.weight", shape: [channels, channels, 3, 3])
    convolution = Convolution(
      weight: second.values, inputs: channels, window: ConvolutionWindow(kernel: 3),
      precision: precision)
    convolutionNorm = try LayerNorm(width: channels, epsilon: 1e-6, weights: weights.child("3"))
  }

  /// The embedding of `tokens`, `[grid · grid, width]`.
  package func embedding(of tokens: [Float], grid: Int, workers: Workers) -> ImageEmbedding {
    let reduced = reduced(tokens, grid: grid, workers: workers)
    var map = FeatureMap(side: grid, channels: channels)
    map.updateRows(entries: 1, workers: workers) { rows, values in
      convolution.row(rows.lowerBound, of: reduced, into: &values)
      convolutionNorm.normalise(&values, rows: grid)
    }
    return ImageEmbedding(grid: grid, channels: channels, values: map.values)
  }

  /// What the first convolution and its norm make of the tokens.
  package func reduced(_ tokens: [Float], grid: Int, workers: Workers) -> FeatureMap {
    let width = reduction.rows
    var map = FeatureMap(side: grid, channels: channels)
    map.updateRows(entries: Self.rowTile, workers: workers) { rows, values in
      let entries = rows.lowerBound * grid..<rows.upperBound * grid
      reduction.multiply(
        tokens.span.extracting(entries.lowerBound * width..<entries.upperBound * width),
        count: entries.count, into: &values)
      reductionNorm.normalise(&values, rows: entries.count)
    }
    return map
  }
}
